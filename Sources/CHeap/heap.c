#include "CHeap.h"
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

void cheap_keep_small(void) {
    mallopt(M_ARENA_MAX, 1);
    // Naming the threshold also keeps glibc from raising it at every large block that is freed.
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    mallopt(M_TOP_PAD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
}
#else
void cheap_keep_small(void) {}
#endif
