#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE 1
#include "CEditShim.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "State.h"

static EditLine *editor;
static History *past;
static char *prompt_text;
static bool is_dumb, was_interrupted, was_pasted;
static ce_complete_fn complete_line;
static void *complete_context;
// The width that the line was last drawn for.
static int drawn_columns;

bool ce_force_utf8(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return true;
  return setlocale(LC_CTYPE, "C.UTF-8") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

// Where things stand on the screen, counted from the prompt's first row, as libedit counts.
struct place {
  int row, column;
};

static void advance(struct place *at, wchar_t c, int columns) {
  if (c == L'\n') {
    at->row++;
    at->column = 0;
    return;
  }
  int width = c < 0x20 || c == 0x7f ? 2 : wcwidth(c);
  if (width < 0) width = 1;
  if (at->column + width > columns) {
    at->row++;
    at->column = 0;
  }
  at->column += width;
  if (at->column == columns) {
    at->row++;
    at->column = 0;
  }
}

static void places(int columns, struct place *cursor, struct place *last) {
  struct place at = {0, 0};
  bool literal = false;
  mbstate_t state;
  memset(&state, 0, sizeof state);
  const char *p = prompt_text ? prompt_text : "";
  while (*p) {
    wchar_t c;
    size_t count = mbrtowc(&c, p, strlen(p), &state);
    if (count == 0 || count > 8) break;
    p += count;
    if (c == 1) literal = !literal;
    else if (!literal) advance(&at, c, columns);
  }
  const LineInfoW *line = el_wline(editor);
  *cursor = at;
  for (const wchar_t *c = line->buffer; c < line->lastchar; c++) {
    advance(&at, *c, columns);
    if (c + 1 == line->cursor) *cursor = at;
  }
  *last = at;
}

static int columns_now(void) {
  int columns = ce_columns(STDOUT_FILENO);
  return columns > 1 ? columns : 80;
}

static void leave_line(const char *mark) {
  struct place cursor, last;
  places(columns_now(), &cursor, &last);
  for (int row = cursor.row; row < last.row; row++) fputc('\n', stdout);
  if (!is_dumb && last.column > 0) fprintf(stdout, "\r\033[%dC", last.column);
  fprintf(stdout, "%s\n", mark);
  fflush(stdout);
}

// The row of the cursor after a resize: terminals flow rows anew that were filled to the margin,
// and leave alone those that libedit ended early because a wide character did not fit.
static int row_after_resize(int before, int now) {
  struct place old = {0, 0}, new = {0, 0};
  bool literal = false;
  mbstate_t state;
  memset(&state, 0, sizeof state);
  const char *p = prompt_text ? prompt_text : "";
  const LineInfoW *line = el_wline(editor);
  const wchar_t *at = line->buffer;
  while (*p || at < line->cursor) {
    wchar_t c;
    if (*p) {
      size_t count = mbrtowc(&c, p, strlen(p), &state);
      if (count == 0 || count > 8) break;
      p += count;
      if (c == 1) literal = !literal;
      if (c == 1 || literal) continue;
    } else {
      c = *at++;
    }
    int width = wcwidth(c) < 0 ? 1 : wcwidth(c);
    if (c == L'\n' || old.column + width > before) {
      old.column = new.column = 0;
      new.row++;
    }
    if (new.column + width > now) {
      new.row++;
      new.column = 0;
    }
    new.column += width;
    old.column += width;
    if (old.column == before) old.column = 0;
  }
  return new.row;
}

static void redraw_for_size(void) {
  int now = columns_now();
  if (is_dumb) {
    fputc('\n', stdout);
  } else {
    int row = row_after_resize(drawn_columns, now);
    fputc('\r', stdout);
    if (row > 0) fprintf(stdout, "\033[%dA", row);
    fputs("\033[J", stdout);
  }
  drawn_columns = now;
  el_resize(editor);
  el_set(editor, EL_REFRESH);
}

// libedit's source of characters. Nothing is done in signal handlers but setting flags; here is
// where they are noticed, before any byte is looked at.
static int next_key(EditLine *el, wchar_t *key) {
  bool final = false;
  ce_modes_capture();
  ce_modes_assert();
  for (;;) {
    if (ce_interrupted) {
      ce_interrupted = 0;
      ce_signals_drain();
      ce_input_reset();
      was_interrupted = true;
      leave_line("^C");
      errno = EINTR;
      return -1;
    }
    if (ce_resized) {
      ce_resized = 0;
      redraw_for_size();
    }
    if (ce_continued) {
      ce_continued = 0;
      fputc('\r', stdout);
      if (!is_dumb) fputs("\033[J", stdout);
      el_resize(el);
      el_set(el, EL_REFRESH);
    }
    if (ce_input_key(final, key)) {
      final = false;
      if (*key == CE_KEY_NONE) continue;
      if (ce_input_pasting()) was_pasted = true;
      return 1;
    }
    struct pollfd both[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
                             {.fd = ce_wake_pipe[0], .events = POLLIN}};
    // An unfinished sequence: ESC alone is a key after a moment. A paste whose end was lost ends.
    int patience = ce_input_more() ? 100 : ce_input_pasting() ? 3000 : -1;
    int count = poll(both, 2, patience);
    if (count == 0) {
      if (ce_input_more()) final = true;
      else ce_input_reset();
      continue;
    }
    if (count < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      return -1;
    }
    if (both[1].revents) {
      ce_signals_drain();
      continue;
    }
    if (!both[0].revents) continue;
    int got = ce_input_fill();
    if (got == 0 && both[0].revents & (POLLHUP | POLLERR | POLLNVAL)) return 0;
    if (got < 0 && errno != EINTR && errno != EAGAIN) return errno == EIO ? 0 : -1;
  }
}

static char *prompt(EditLine *el) {
  (void)el;
  static char none[] = "";
  return prompt_text ? prompt_text : none;
}

static unsigned char complete_key(EditLine *el, int key) {
  (void)key;
  const LineInfo *line = el_line(el);
  if (!complete_line) return CC_ERROR;
  size_t length = (size_t)(line->lastchar - line->buffer);
  size_t cursor = (size_t)(line->cursor - line->buffer);
  bool bell = complete_line(complete_context, line->buffer, length, cursor);
  return bell ? CC_REFRESH_BEEP : CC_REFRESH;
}

static void bind_keys(void) {
  static const char *const keys[][2] = {
      {"\\e[H", "ed-move-to-beg"},  {"\\eOH", "ed-move-to-beg"}, {"\\e[F", "ed-move-to-end"},
      {"\\eOF", "ed-move-to-end"},  {"\\e[A", "ed-prev-history"}, {"\\e[B", "ed-next-history"},
      {"\\e[C", "ed-next-char"},    {"\\e[D", "ed-prev-char"},   {"\\e[3~", "ed-delete-next-char"},
      {"^R", "em-inc-search-prev"}, {"^W", "ed-delete-prev-word"},
      {"\\eb", "ed-prev-word"},     {"\\ef", "em-next-word"},    {"\\ed", "em-delete-next-word"},
      // Its mode would turn signals off until the next key.
      {"^V", "ed-unassigned"}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    el_set(editor, EL_BIND, keys[i][0], keys[i][1], NULL);
  el_set(editor, EL_ADDFN, "kubestep-complete", "complete the word before the cursor", complete_key);
  el_set(editor, EL_BIND, "^I", "kubestep-complete", NULL);
}

static void set_capabilities(void) {
  // Inserting and deleting in place shifts by one column what takes two: draw the rest anew.
  static const char *const shifting[] = {"ic", "im", "IC", "dc", "DC", "dm"};
  for (size_t i = 0; i < sizeof shifting / sizeof *shifting; i++)
    el_set(editor, EL_SETTC, shifting[i], "", NULL);
  // Both of libedit's modes are made the same one; see State.h.
  el_set(editor, EL_SETTY, "-x", "-icanon", "-echo", "-iexten", "-icrnl", "-inlcr", NULL);
  el_set(editor, EL_SETTY, "-d", "-icrnl", "-inlcr", NULL);
}

int ce_open(const char *program, bool dumb, ce_complete_fn complete, void *context) {
  if (editor || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return -1;
  if (!ce_force_utf8() || ce_modes_take() != 0) return -1;
  fflush(stdout);
  editor = el_init_fd(program, stdin, stdout, stderr, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
  if (!editor) return -1;
  is_dumb = dumb;
  complete_line = complete;
  complete_context = context;
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_SIGNAL, 0);
  el_set(editor, EL_PROMPT_ESC, prompt, 1);
  el_set(editor, EL_GETCFN, next_key);
  HistEvent event;
  past = history_init();
  if (past) {
    history(past, &event, H_SETSIZE, 10000);
    history(past, &event, H_SETUNIQUE, 1);
    el_set(editor, EL_HIST, history, past);
  }
  set_capabilities();
  bind_keys();
  ce_signals_install();
  if (!dumb) ce_modes_paste(true);
  return 0;
}

void ce_close(void) {
  if (!editor) return;
  el_end(editor);
  editor = NULL;
  if (past) history_end(past);
  past = NULL;
  ce_modes_give_back();
}

const char *ce_read(const char *text, int *status) {
  static char empty[] = "";
  int count = 0;
  free(prompt_text);
  prompt_text = strdup(text);
  was_interrupted = was_pasted = false;
  fflush(stdout);
  ce_resized = 0;
  drawn_columns = columns_now();
  const char *line = el_gets(editor, &count);
  ce_modes_assert();
  if (was_interrupted) {
    *status = CE_INTERRUPTED;
    return empty;
  }
  if (!line || count <= 0) {
    fputc('\n', stdout);
    fflush(stdout);
    *status = CE_END;
    return empty;
  }
  *status = CE_LINE;
  return line;
}

bool ce_line_was_pasted(void) { return was_pasted; }

void ce_history_add(const char *line) {
  HistEvent event;
  if (past) history(past, &event, H_ENTER, line);
}

void ce_replace(int characters, const char *text) {
  if (characters > 0) el_deletestr(editor, characters);
  if (*text) el_insertstr(editor, text);
}

void ce_move(int characters) { el_cursor(editor, characters); }

void ce_write_below(const char *text, size_t length) {
  leave_line("");
  fwrite(text, 1, length, stdout);
  el_set(editor, EL_REFRESH);
}
