#include "CHeap.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

// A world of gigabytes is read all over the place: with pages of 4 KiB nearly every look at it misses the processor's
// table of pages. And a page is cleared by the kernel at the first touch, which for a large one in a virtual machine can
// take 5 ms: another thread touches them before they are needed (mallopt(3), madvise(2)).

static const uintptr_t large_page = 2 << 20;
static const int mebibyte = 1 << 20;
/// What the heap grows by at once, and the most that is filled and never used.
static const int stride = 32 << 20;

#if defined(MADV_HUGEPAGE) && defined(MADV_POPULATE_WRITE)
/// Fills the heap in large pages as far as it has grown, from an address on, for ever.
static void *fill(void *start) {
  uintptr_t filled = ((uintptr_t)start + large_page - 1) & ~(large_page - 1);
  int quiet = 0;
  for (;;) {
    // One page at a time: a thread that waits for the kernel's lock on the heap waits no longer than that.
    for (uintptr_t end = (uintptr_t)sbrk(0); filled + large_page <= end; filled += large_page, quiet = 0) {
      // Refused by a kernel that has no large pages: then small ones are filled.
      madvise((void *)filled, large_page, MADV_HUGEPAGE);
      // Refused by a kernel that is older than 5.14, or where memory is short: then all is as it was.
      while (madvise((void *)filled, large_page, MADV_POPULATE_WRITE) != 0)
        if (errno != EINTR && errno != EAGAIN) return NULL;
    }
    // A heap that has stopped growing is looked at more seldom: 32 MiB last longer than 20 ms.
    struct timespec pause = {0, quiet < 1000 ? 1000000 : 20000000};
    if (quiet < 1000) quiet++;
    nanosleep(&pause, NULL);
  }
}
#endif

void ch_grow_ahead(void) {
  static bool is_set = false;
  if (is_set) return;
  is_set = true;
  // One heap for everything: blocks that are mapped and unmapped one by one would be cleared anew each time. 32 MiB is
  // the most that this takes.
  mallopt(M_MMAP_THRESHOLD, 32 * mebibyte);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, stride);
  // Small free blocks join their neighbours at once. Kept apart, they would all be joined when a block of 64 KiB is
  // freed, and in a world of gigabytes that one event would take 5 to 150 ms (malloc/malloc.c, malloc_consolidate).
  mallopt(M_MXFAST, 0);
#if defined(MADV_HUGEPAGE) && defined(MADV_POPULATE_WRITE)
  pthread_t thread;
  if (pthread_create(&thread, NULL, fill, sbrk(0)) == 0) pthread_detach(thread);
#endif
}
