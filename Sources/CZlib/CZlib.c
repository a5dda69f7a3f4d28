#include "CZlib.h"

int handover_inflate_raw(
  uint8_t *out, size_t *outLength, const uint8_t *in, size_t *inLength, const uint8_t *dictionary,
  size_t dictionaryLength) {
  z_stream stream = {0};
  if (*inLength > UINT32_MAX || *outLength > UINT32_MAX || dictionaryLength > UINT32_MAX) return Z_MEM_ERROR;
  int result = inflateInit2(&stream, -MAX_WBITS);
  if (result != Z_OK) return result;
  result = inflateSetDictionary(&stream, dictionary, (uInt)dictionaryLength);
  if (result == Z_OK) {
    stream.next_in = (z_const Bytef *)in;
    stream.avail_in = (uInt)*inLength;
    stream.next_out = out;
    stream.avail_out = (uInt)*outLength;
    result = inflate(&stream, Z_FINISH);
    *inLength -= stream.avail_in;
    *outLength -= stream.avail_out;
  }
  inflateEnd(&stream);
  if (result == Z_STREAM_END) return Z_OK;
  return result == Z_OK ? Z_BUF_ERROR : result;
}

int handover_deflate_raw(
  uint8_t *out, size_t *outLength, const uint8_t *in, size_t inLength, const uint8_t *dictionary,
  size_t dictionaryLength) {
  z_stream stream = {0};
  if (inLength > UINT32_MAX || *outLength > UINT32_MAX || dictionaryLength > UINT32_MAX) return Z_MEM_ERROR;
  int result = deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY);
  if (result != Z_OK) return result;
  result = deflateSetDictionary(&stream, dictionary, (uInt)dictionaryLength);
  if (result == Z_OK) {
    stream.next_in = (z_const Bytef *)in;
    stream.avail_in = (uInt)inLength;
    stream.next_out = out;
    stream.avail_out = (uInt)*outLength;
    result = deflate(&stream, Z_FINISH);
    *outLength -= stream.avail_out;
  }
  deflateEnd(&stream);
  if (result == Z_STREAM_END) return Z_OK;
  return result == Z_OK ? Z_BUF_ERROR : result;
}
