// Doubles to and from text by <charconv>: exact, shortest, and deaf to the locale. Leaves: they call nothing of Lua's.

#include <charconv>
#include <cmath>
#include <cstring>

extern "C" {
bool clh_parse_double(const char *text, size_t length, double *value);
size_t clh_double_text(double value, char *into);
}

bool clh_parse_double(const char *text, size_t length, double *value) {
  const auto result = std::from_chars(text, text + length, *value);
  return result.ec == std::errc() && result.ptr == text + length && std::isfinite(*value);
}

size_t clh_double_text(double value, char *into) {
  const double size = std::fabs(value);
  const bool plain = size == 0 || (size >= 1e-5 && size < 1e16);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto result = std::to_chars(into, into + 38, value, format);
  size_t length = size_t(result.ptr - into);
  if (plain && std::memchr(into, '.', length) == nullptr) {
    into[length++] = '.';
    into[length++] = '0';
  }
  return length;
}
