#include "CHeap.h"

#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// A world of gigabytes is read all over the place: with pages of 4 KiB nearly every look at it misses the processor's
// table of pages (mallopt(3), madvise(2)).

static const uintptr_t large_page = 2 << 20;
static const int mebibyte = 1 << 20;

bool ch_reserve(int mebibytes) {
  static bool is_reserved = false;
  if (is_reserved) return true;
  if (mebibytes < 1 || mebibytes > INT_MAX / mebibyte) return false;
  is_reserved = true;
  // One heap for everything: blocks that are mapped and unmapped one by one would be cleared anew each time. 32 MiB is
  // the most that this takes.
  mallopt(M_MMAP_THRESHOLD, 32 * mebibyte);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  // Small free blocks join their neighbours at once. Kept apart, they would all be joined when a block of 64 KiB is
  // freed, and in a world of gigabytes that one event would take 5 to 150 ms (malloc/malloc.c, malloc_consolidate).
  mallopt(M_MXFAST, 0);
  char *before = sbrk(0);
  mallopt(M_TOP_PAD, mebibytes * mebibyte);
  // More than what is left of the heap, so that it has to grow, and by the pad as well; volatile, since the compiler
  // would leave out a block that nobody uses, and the heap would stay as it is.
  void *volatile block = malloc(16 * mebibyte);
  free(block);
  mallopt(M_TOP_PAD, 64 * mebibyte);
  char *after = sbrk(0);
  if (!block || after - before < mebibyte) return false;
#ifdef MADV_HUGEPAGE
  uintptr_t start = ((uintptr_t)before + large_page - 1) & ~(large_page - 1);
  uintptr_t end = (uintptr_t)after & ~(large_page - 1);
  // Refused by a kernel that has none: then all is as it was.
  if (end > start) madvise((void *)start, end - start, MADV_HUGEPAGE);
#endif
  return true;
}
