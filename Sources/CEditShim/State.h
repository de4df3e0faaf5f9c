#ifndef CE_STATE_H
#define CE_STATE_H

#include <histedit.h>
#include <signal.h>
#include <stdbool.h>
#include <termios.h>
#include <wchar.h>

#include "CEditShim.h"

// Modes.c: the terminal's modes. One mode serves the whole session, at the prompt and while a
// command runs: ISIG on, ICANON and ECHO off. So there is no instant at which ^C means anything
// but SIGINT, and nothing is echoed behind a running command's back.
int ce_modes_take(void);
void ce_modes_capture(void);
void ce_modes_assert(void);
void ce_modes_give_back(void);
void ce_modes_paste(bool on);
void ce_modes_lend(bool lent);

// Signals.c
extern volatile sig_atomic_t ce_interrupted, ce_resized, ce_continued;
extern int ce_wake_pipe[2];
void ce_signals_install(void);
void ce_signals_drain(void);

// Input.c: keys out of bytes.
enum { CE_KEY_NONE = -1, CE_KEY_END = -2 };
void ce_input_reset(void);
bool ce_input_more(void);
bool ce_input_pasting(void);
int ce_input_fill(void);
int ce_input_key(bool final, wchar_t *key);

#endif
