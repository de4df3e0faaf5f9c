// Memory for what is known to become large.
#ifndef CHEAP_H
#define CHEAP_H

/// From now on the heap grows by 32 MiB at once, in large pages where the system has them, and a thread of its own fills them
/// before they are used. What is freed later stays with the process. Only the first call counts.
void ch_grow_ahead(void);

#endif
