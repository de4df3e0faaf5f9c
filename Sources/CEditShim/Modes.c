#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "State.h"

static struct termios original, session;
static volatile sig_atomic_t taken, captured, pasting_on;

static void say(const char *text) {
  ssize_t ignored = write(STDOUT_FILENO, text, strlen(text));
  (void)ignored;
}

int ce_modes_take(void) {
  static bool registered;
  if (tcgetattr(STDIN_FILENO, &original) != 0) return -1;
  taken = 1;
  captured = 0;
  if (!registered) atexit(ce_modes_give_back);
  registered = true;
  return 0;
}

// libedit has set its editing mode: from here on that is the mode.
void ce_modes_capture(void) {
  if (captured || tcgetattr(STDIN_FILENO, &session) != 0) return;
  session.c_lflag |= ISIG;
  session.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL);
  // read() never waits. ^C empties the queue, perhaps between poll() saying that there is input and
  // read(), which would then block and not be woken by the signal that has already come.
  session.c_cc[VMIN] = 0;
  session.c_cc[VTIME] = 0;
  captured = 1;
}

// Async-signal-safe, as are the two below.
void ce_modes_assert(void) {
  struct termios now;
  if (!taken || !captured) return;
  if (tcgetattr(STDIN_FILENO, &now) == 0 && now.c_lflag == session.c_lflag
      && now.c_iflag == session.c_iflag && now.c_oflag == session.c_oflag
      && now.c_cc[VMIN] == 0 && now.c_cc[VTIME] == 0)
    return;
  while (tcsetattr(STDIN_FILENO, TCSADRAIN, &session) != 0 && errno == EINTR) {
  }
}

void ce_modes_give_back(void) {
  if (!taken) return;
  if (pasting_on) say("\033[?2004l");
  while (tcsetattr(STDIN_FILENO, TCSADRAIN, &original) != 0 && errno == EINTR) {
  }
}

// Another program has the terminal: until it is back, a SIGCONT or our end leaves it alone.
void ce_modes_lend(bool lent) {
  static bool was_taken;
  if (lent) {
    was_taken = taken;
    ce_modes_give_back();
    taken = 0;
  } else if (was_taken) {
    taken = 1;
    ce_modes_assert();
    ce_modes_paste(true);
  }
}

void ce_modes_paste(bool on) {
  if (on) pasting_on = 1;
  if (pasting_on && taken) say(on ? "\033[?2004h" : "\033[?2004l");
}

int ce_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int ce_rows(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}
