#ifndef CBYTES_H
#define CBYTES_H
#include <stdint.h>

/// Which of the 64 bytes at `at` are `byte`: bit 0 stands for the first of them.
///
/// In C, because Swift's own SIMD types compare one byte after another (Swift 6.3); clang makes of this four comparisons
/// of sixteen bytes on x86-64, and as few on arm64.
static inline uint64_t handover_places(const uint8_t *at, uint8_t byte) {
  typedef uint8_t Bytes __attribute__((ext_vector_type(64)));
  typedef _Bool Bits __attribute__((ext_vector_type(64)));
  Bytes bytes;
  uint64_t places;
  __builtin_memcpy(&bytes, at, sizeof bytes);
  Bits bits = __builtin_convertvector(bytes == byte, Bits);
  __builtin_memcpy(&places, &bits, sizeof places);
  return places;
}
#endif
