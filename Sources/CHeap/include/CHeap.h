#ifndef CHEAP_H
#define CHEAP_H

/// One heap for all threads, and blocks of 128 KiB and more always given back to the system. Where the C library is not glibc it
/// does nothing. To be called before there is a second thread.
void cheap_keep_small(void);

#endif
