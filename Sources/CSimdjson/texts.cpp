// Many texts looked for at once, each of which may be written with escapes.
//
// Every so many bytes a few are taken and looked up among all parts of that length of all texts: where a text is as long as the step
// and those few bytes together, it cannot stand between two such places. The cost hardly depends on how many texts there are.
#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "CSimdjson.h"
#include "escapes.h"

namespace {

struct Part {
  uint64_t bytes;
  uint32_t offset;  // Where in the text it stands.
  uint32_t length;  // The text's; 0: an empty place in the table.
};

}  // namespace

struct csj_texts {
  std::vector<std::string> kept;
  std::unordered_set<std::string_view> wanted;
  std::vector<Part> parts;      // Open addressing.
  std::vector<uint64_t> marks;  // One bit for each hash, small enough to stay near the processor.
  size_t width = 8;             // Bytes of a part.
  size_t step = 1;
  int shift = 0;                // Of a hash, to a place in `parts`.
  int mark_shift = 0;
  bool holds[256] = {};         // Which bytes occur in any of them.
  bool nested;

  uint64_t part(const uint8_t *at) const {
    uint64_t bytes = 0;
    if (width == 8) {
      std::memcpy(&bytes, at, 8);
    } else {
      for (size_t i = 0; i < width; i++) bytes = bytes << 8 | at[i];
    }
    return bytes;
  }

  static uint64_t hash(uint64_t bytes) {
    bytes *= 0x9E3779B97F4A7C15;
    return (bytes ^ bytes >> 32) * 0xD6E8FEB86659FD93;
  }

  void add(const Part &part) {
    uint64_t hashed = hash(part.bytes);
    marks[hashed >> mark_shift >> 6] |= uint64_t(1) << (hashed >> mark_shift & 63);
    size_t place = hashed >> shift;
    // Texts that are alike have many parts in common; one stands for all of them.
    while (parts[place].length != 0) {
      const Part &there = parts[place];
      if (there.bytes == part.bytes && there.offset == part.offset && there.length == part.length) return;
      place = (place + 1) & (parts.size() - 1);
    }
    parts[place] = part;
  }

  // Whether one of the texts stands around a place.
  bool stands(const uint8_t *bytes, size_t length, size_t at) const {
    uint64_t here = part(bytes + at);
    uint64_t hashed = hash(here);
    if (!(marks[hashed >> mark_shift >> 6] >> (hashed >> mark_shift & 63) & 1)) return false;
    for (size_t place = hashed >> shift; parts[place].length != 0; place = (place + 1) & (parts.size() - 1)) {
      const Part &there = parts[place];
      if (there.bytes != here || there.offset > at || at - there.offset + there.length > length) continue;
      const char *start = reinterpret_cast<const char *>(bytes) + at - there.offset;
      if (wanted.count(std::string_view(start, there.length))) return true;
    }
    return false;
  }
};

extern "C" {

csj_texts *csj_texts_new(const uint8_t *bytes, const size_t *lengths, size_t count, bool nested) try {
  auto *texts = new csj_texts;
  texts->nested = nested;
  size_t shortest = SIZE_MAX;
  texts->kept.reserve(count);
  for (size_t i = 0; i < count; i++) {
    texts->kept.emplace_back(reinterpret_cast<const char *>(bytes), lengths[i]);
    for (size_t j = 0; j < lengths[i]; j++) texts->holds[bytes[j]] = true;
    bytes += lengths[i];
    shortest = std::min(shortest, lengths[i]);
  }
  for (const auto &text : texts->kept) texts->wanted.insert(text);
  texts->width = std::min(shortest, size_t(8));
  // Long steps make many parts: of many texts they would take more memory than they spare time.
  texts->step = std::min({shortest - texts->width + 1, size_t(64), std::max(size_t(1), (size_t(1) << 20) / count)});
  int bits = 6;
  while ((size_t(1) << bits) < 2 * count * texts->step) bits++;
  texts->parts.resize(size_t(1) << bits);
  texts->shift = 64 - bits;
  texts->marks.resize(size_t(1) << (bits + 3) >> 6);
  texts->mark_shift = 64 - bits - 3;
  for (const auto &text : texts->kept) {
    const auto *start = reinterpret_cast<const uint8_t *>(text.data());
    for (size_t offset = 0; offset < texts->step; offset++)
      texts->add({texts->part(start + offset), uint32_t(offset), uint32_t(text.size())});
  }
  return texts;
} catch (const std::bad_alloc &) {
  return nullptr;
}

void csj_texts_free(csj_texts *texts) { delete texts; }

size_t csj_texts_written(const csj_texts *texts, const uint8_t *bytes, size_t length, size_t *from, size_t to, size_t *places, size_t room) {
  size_t count = 0;
  size_t at = *from;
  size_t end = length < texts->width ? 0 : std::min(to, length - texts->width + 1);
  for (; at < end && count < room; at += texts->step)
    if (texts->stands(bytes, length, at)) places[count++] = at;
  *from = at < end ? at : to;
  return count;
}

size_t csj_texts_escaped(const csj_texts *texts, const uint8_t *bytes, size_t length, size_t from, size_t to) {
  const uint8_t *at = bytes + from, *stop = bytes + std::min(to, length), *end = bytes + length;
  while (at < stop) {
    at = static_cast<const uint8_t *>(std::memchr(at, '\\', size_t(stop - at)));
    if (!at) return to;
    // Every backslash is taken for the first of an escape: whether it is the second of one is not asked.
    Decoded found = decode(at, end);
    if (found.count > 0 && (texts->holds[found.bytes[0]] || (texts->nested && found.bytes[0] == '\\'))) return size_t(at - bytes);
    at++;
  }
  return to;
}

}  // extern "C"
