#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "State.h"

// Bytes read and not yet decoded.
static unsigned char bytes[4096];
static size_t start, end;
// Inside a bracketed paste; and whether the last byte of it was a carriage return.
static bool pasting, after_return;
// Keys that a decoded sequence still owes libedit.
static char owed[8];
static size_t owed_start, owed_end;


// Drops what was typed before an interrupt.
void ce_input_reset(void) {
  start = end = owed_start = owed_end = 0;
  pasting = after_return = false;
}

bool ce_input_more(void) { return start < end || owed_start < owed_end; }
bool ce_input_pasting(void) { return pasting; }

int ce_input_fill(void) {
  if (start > 0) {
    memmove(bytes, bytes + start, end - start);
    end -= start;
    start = 0;
  }
  // ^C empties the terminal's queue in the kernel. Asking for the length waits for that, and its
  // signal has come when the answer has: so nothing typed after ^C is read before it is noticed.
  int length = 0;
  if (ioctl(STDIN_FILENO, FIONREAD, &length) != 0) return -1;
  if (ce_interrupted) {
    errno = EINTR;
    return -1;
  }
  size_t room = sizeof bytes - end;
  ssize_t count = read(STDIN_FILENO, bytes + end, (size_t)length < room ? (size_t)length : room);
  // What was typed before ^C, if that has come by now, goes with the rest.
  if (count > 0) end += (size_t)count;
  return (int)count;
}

static void owe(const char *keys) {
  owed_start = 0;
  owed_end = strlen(keys);
  memcpy(owed, keys, owed_end);
}

// What libedit has bound for a function key; NULL for keys that do nothing here.
static const char *meaning(const unsigned char *body, size_t length) {
  static const struct {
    const char *body, *keys;
  } known[] = {
      {"A", "\033[A"},   {"B", "\033[B"},   {"C", "\033[C"},   {"D", "\033[D"},  {"H", "\033[H"},
      {"F", "\033[F"},   {"1~", "\033[H"},  {"7~", "\033[H"},  {"4~", "\033[F"}, {"8~", "\033[F"},
      {"3~", "\033[3~"}, {"1;5C", "\033f"}, {"1;3C", "\033f"}, {"5C", "\033f"},  {"1;5D", "\033b"},
      {"1;3D", "\033b"}, {"5D", "\033b"},   {"3;5~", "\033d"}, {"3;3~", "\033d"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strlen(known[i].body) == length && memcmp(known[i].body, body, length) == 0)
      return known[i].keys;
  return NULL;
}

// ESC and what follows. 1: decoded (perhaps to nothing); 0: more bytes are needed.
static int escape(bool final, wchar_t *key) {
  size_t length = end - start;
  const unsigned char *at = bytes + start;
  *key = CE_KEY_NONE;
  if (length == 1) {
    if (!final) return 0;
    start++;
    if (!pasting) *key = 033;
    return 1;
  }
  if (at[1] == '[') {
    size_t i = 2;
    while (i < length && at[i] >= 0x20 && at[i] <= 0x3f) i++;
    if (i == length) {
      if (!final && length < 64) return 0;
      start = end;
      return 1;
    }
    start += i + 1;
    if (i == 5 && memcmp(at + 2, "200~", 4) == 0) {
      pasting = true;
      after_return = false;
    } else if (i == 5 && memcmp(at + 2, "201~", 4) == 0) {
      pasting = false;
    } else if (!pasting) {
      const char *keys = meaning(at + 2, i - 1);
      if (keys) owe(keys);
    }
    return 1;
  }
  if (at[1] == 'O') {
    if (length == 2 && !final) return 0;
    start += length == 2 ? 2 : 3;
    const char *keys = length == 2 || pasting ? NULL : meaning(at + 2, 1);
    if (keys) owe(keys);
    return 1;
  }
  start++;
  if (!pasting) *key = 033;
  return 1;
}

// One scalar out of UTF-8; U+FFFD for what is none. 0: more bytes are needed.
static int scalar(bool final, wchar_t *key) {
  size_t length = end - start;
  const unsigned char *at = bytes + start;
  unsigned first = at[0];
  int count = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3
            : first < 0xf5 ? 4 : 0;
  *key = 0xfffd;
  if (count == 0) {
    start++;
    return 1;
  }
  unsigned value = count == 1 ? first : first & (0xffu >> (count + 1));
  for (int i = 1; i < count; i++) {
    if ((size_t)i == length) {
      if (!final) return 0;
      start += (size_t)i;
      return 1;
    }
    if ((at[i] & 0xc0) != 0x80) {
      start += (size_t)i;
      return 1;
    }
    value = value << 6 | (at[i] & 0x3fu);
  }
  start += (size_t)count;
  bool valid = !(count == 3 && (value < 0x800 || (value >= 0xd800 && value < 0xe000)))
            && !(count == 4 && (value < 0x10000 || value > 0x10ffff));
  if (valid) *key = (wchar_t)value;
  return 1;
}

// 1: a key, or CE_KEY_NONE for bytes that mean nothing; 0: more bytes are needed first.
int ce_input_key(bool final, wchar_t *key) {
  if (owed_start < owed_end) {
    *key = owed[owed_start++];
    return 1;
  }
  if (start == end) return 0;
  if (bytes[start] == 033) return escape(final, key);
  if (!scalar(final, key)) return 0;
  if (!pasting) return 1;
  bool fed = *key == '\n' && after_return;
  after_return = *key == '\r';
  if (fed) {
    *key = CE_KEY_NONE;
  } else if (*key == '\r') {
    *key = '\n';
  } else if (*key == '\t') {
    *key = ' ';
  } else if (*key != '\n' && (*key < 0x20 || (*key >= 0x7f && *key < 0xa0))) {
    *key = CE_KEY_NONE;
  }
  return 1;
}
