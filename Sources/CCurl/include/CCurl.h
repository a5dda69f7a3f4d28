#ifndef CCURL_H
#define CCURL_H
#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/eventfd.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift cannot call. One shim per C type: passing a
// value of another type than the option's own is undefined behaviour, so a shim is never shared between types.

CURLcode ccurl_setopt_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_setopt_off_t(CURL *easy, CURLoption option, curl_off_t value);
CURLcode ccurl_setopt_str(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_setopt_ptr(CURL *easy, CURLoption option, void *value);
CURLcode ccurl_setopt_slist(CURL *easy, CURLoption option, struct curl_slist *value);
/// For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION, which have one signature.
CURLcode ccurl_setopt_write(CURL *easy, CURLoption option, curl_write_callback value);
CURLcode ccurl_setopt_opensocket(CURL *easy, curl_opensocket_callback value);
CURLcode ccurl_setopt_closesocket(CURL *easy, curl_closesocket_callback value);
CURLcode ccurl_setopt_prereq(CURL *easy, curl_prereq_callback value);

CURLcode ccurl_getinfo_long(CURL *easy, CURLINFO info, long *value);
CURLcode ccurl_getinfo_off_t(CURL *easy, CURLINFO info, curl_off_t *value);

CURLMcode ccurl_multi_setopt_long(CURLM *multi, CURLMoption option, long value);
/// The two callbacks by which a multi handle tells what it waits for, and what they are given.
CURLMcode ccurl_multi_setopt_wishes(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context);

/// Takes the next finished transfer; false when there is none.
bool ccurl_multi_next_done(CURLM *multi, CURL **easy, CURLcode *result);

/// Copies the address in network byte order. Returns its length: 4, 16, or 0 for another family.
int ccurl_address_bytes(const struct curl_sockaddr *address, uint8_t out[16]);

#endif
