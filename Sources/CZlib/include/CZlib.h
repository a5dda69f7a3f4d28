#ifndef CZLIB_H
#define CZLIB_H
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

/// What `uncompress2` is for ZLIB streams, for one raw DEFLATE stream (RFC 1951) that may refer back into a dictionary.
///
/// `outLength` says how much room there is, and then how much came out; `inLength` how much is given, and then how much
/// of it the stream took. Z_OK when the stream ended; Z_BUF_ERROR when room or input did not reach for that.
int handover_inflate_raw(
  uint8_t *out, size_t *outLength, const uint8_t *in, size_t *inLength, const uint8_t *dictionary,
  size_t dictionaryLength);

/// What `compress2` is at level 9, the other way round. `deflateBound` of no stream says how much room is enough.
int handover_deflate_raw(
  uint8_t *out, size_t *outLength, const uint8_t *in, size_t inLength, const uint8_t *dictionary,
  size_t dictionaryLength);
#endif
