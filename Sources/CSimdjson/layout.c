// What a layout says of where roles lie, made ready for many records.

#include "skim.h"

void csj_layout_prepare(csj_layout *layout) {
  static const int always[] = {csj_role_stream, csj_role_type, csj_role_version, csj_role_data};
  layout->needed = 0;
  for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
    if (layout->place[always[i]] >= 0) layout->needed |= UINT32_C(1) << layout->place[always[i]];
  }
  const int time = layout->place[csj_role_time], data = layout->place[csj_role_data];
  layout->needed_for_time = time < 0 ? 0 : UINT32_C(1) << time;
  layout->open_place = (int8_t)(layout->inner[csj_role_data].bytes == NULL ? data : -1);
  // What must be found at once may not lie inside of it.
  for (int role = 0; role < csj_role_count; role++) {
    const bool at_once = role == csj_role_stream || role == csj_role_type || role == csj_role_version || role == csj_role_time;
    if (at_once && data >= 0 && layout->place[role] == data) layout->open_place = -1;
  }
  for (uint32_t i = 0; i < layout->key_count; i++) {
    const csj_key key = layout->keys[i];
    csj_quick_key *quick = &layout->quick[i];
    memset(quick, 0, sizeof *quick);
    if (key.length + 1 > sizeof quick->text || !is_plain(key)) continue;
    memcpy(quick->text, key.bytes, key.length);
    quick->text[key.length] = '"';
    quick->mask = (UINT32_C(1) << (key.length + 1)) - 1;
  }
  memset(layout->expected, -1, sizeof layout->expected);
  static const int known[] = {csj_role_stream, csj_role_type, csj_role_version};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    const int place = layout->place[known[i]];
    // Two roles in one place are compared one by one.
    if (place >= 0 && layout->inner[known[i]].bytes == NULL && layout->expected[place] < 0) layout->expected[place] = (int8_t)known[i];
  }
}
