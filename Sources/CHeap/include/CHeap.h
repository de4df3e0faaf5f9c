// Room in memory for what is known to become large.
#ifndef CHEAP_H
#define CHEAP_H

#include <stdbool.h>

/// Has the heap grow by so many MiB (2,047 at most) at once, in large pages where the system has them; memory is taken only as
/// it is used. What is freed later stays with the process. Only the first call counts; false where there is no room.
bool ch_reserve(int mebibytes);

#endif
