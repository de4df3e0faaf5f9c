// The process's one terminal: line editing over libedit's narrow native API, the signals that a
// person sends from the keyboard, and the terminal's modes.
#ifndef CEDITSHIM_H
#define CEDITSHIM_H

#include <stdbool.h>
#include <stddef.h>

enum { CE_LINE = 0, CE_INTERRUPTED = 1, CE_END = 2 };

/// Called for TAB with the line and the cursor's byte offset; answers by `ce_replace` and
/// `ce_write_below`. True when nothing could be added: the bell rings.
typedef bool (*ce_complete_fn)(void *context, const char *line, size_t length, size_t cursor);

/// Makes LC_CTYPE a UTF-8 locale (the user's, else C.UTF-8); false if the system has none.
bool ce_force_utf8(void);

/// Takes the terminal of descriptors 0 and 1; 0, or -1 when they are none or libedit refuses.
int ce_open(const char *program, bool dumb, ce_complete_fn complete, void *context);
/// Gives the terminal back as it was found.
void ce_close(void);

/// Reads one line behind a prompt (escape sequences between \1 and \1); valid until the next call.
const char *ce_read(const char *prompt, int *status);
/// Whether any of the last line came out of a paste.
bool ce_line_was_pasted(void);
/// Puts a line into the editor's own history.
void ce_history_add(const char *line);

/// For the completion function: replaces `characters` scalars before the cursor with text.
void ce_replace(int characters, const char *text);
/// For the completion function: moves the cursor by scalars.
void ce_move(int characters);
/// For the completion function: writes text below the line being edited and draws the line anew.
void ce_write_below(const char *text, size_t length);

/// Makes SIGINT set a flag instead of ending the process. Idempotent.
void ce_interrupts_install(void);
bool ce_interrupts_installed(void);
/// Whether an interrupt came since the last call; typed-ahead input is dropped with it.
bool ce_interrupt_take(void);
bool ce_interrupt_pending(void);
/// Waits until `descriptor` can be read: 1, or 0 when an interrupt is pending, or -1.
int ce_wait_readable(int descriptor);

/// Runs a program that has the terminal meanwhile: its exit status, or -1 where there is no such program.
int ce_run_foreground(char *const arguments[]);

/// The width of the terminal at a descriptor, 0 when it has none.
int ce_columns(int descriptor);
int ce_rows(int descriptor);

#endif
