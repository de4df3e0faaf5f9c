#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "State.h"

volatile sig_atomic_t ce_interrupted, ce_resized, ce_continued;
int ce_wake_pipe[2] = {-1, -1};

static bool interrupts_installed, session_installed;
static const int fatal[] = {SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGBUS,
                            SIGILL,  SIGFPE, SIGTRAP, SIGABRT, SIGSYS};
enum { FATAL = sizeof fatal / sizeof *fatal };
static struct sigaction before[FATAL];

static void wake(void) {
  ssize_t ignored = write(ce_wake_pipe[1], "!", 1);
  (void)ignored;
}

static void note(int number) {
  int saved = errno;
  if (number == SIGINT) ce_interrupted = 1;
  if (number == SIGWINCH) ce_resized = 1;
  if (number == SIGCONT) {
    // A shell that took the terminal meanwhile left its own modes.
    ce_modes_assert();
    ce_modes_paste(true);
    ce_continued = 1;
  }
  wake();
  errno = saved;
}

// Stops the process as the terminal's own ^Z would, with the terminal as it was found. The modes
// come back in SIGCONT's handler, however the process was continued.
static void stop(int number) {
  int saved = errno;
  struct sigaction ours, standard = {.sa_handler = SIG_DFL};
  sigset_t only, old;
  ce_modes_give_back();
  sigaction(number, &standard, &ours);
  sigemptyset(&only);
  sigaddset(&only, number);
  raise(number);
  sigprocmask(SIG_UNBLOCK, &only, &old);
  // Stopped here; or not at all, where no shell could continue us (an orphaned process group).
  sigprocmask(SIG_SETMASK, &old, NULL);
  sigaction(number, &ours, NULL);
  ce_modes_assert();
  ce_modes_paste(true);
  ce_continued = 1;
  wake();
  errno = saved;
}

// Gives the terminal back, then lets what was in force before (the default, or a backtracer) end
// the process.
static void die(int number) {
  ce_modes_give_back();
  for (int i = 0; i < FATAL; i++)
    if (fatal[i] == number) sigaction(number, &before[i], NULL);
  raise(number);
}

static void handle(int number, void (*handler)(int), int flags, struct sigaction *old) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, old);
}

static void make_pipe(void) {
  if (ce_wake_pipe[0] >= 0) return;
  if (pipe(ce_wake_pipe) != 0) abort();
  for (int i = 0; i < 2; i++) {
    fcntl(ce_wake_pipe[i], F_SETFD, FD_CLOEXEC);
    fcntl(ce_wake_pipe[i], F_SETFL, O_NONBLOCK);
  }
}

static void unblock(int number) {
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  sigprocmask(SIG_UNBLOCK, &only, NULL);
}

void ce_interrupts_install(void) {
  if (interrupts_installed) return;
  make_pipe();
  handle(SIGINT, note, SA_RESTART, NULL);
  // A parent may have left it blocked, and then ^C would do nothing at all.
  unblock(SIGINT);
  interrupts_installed = true;
}

bool ce_interrupts_installed(void) { return interrupts_installed; }

void ce_signals_install(void) {
  ce_interrupts_install();
  if (session_installed) return;
  session_installed = true;
  handle(SIGWINCH, note, SA_RESTART, NULL);
  handle(SIGCONT, note, SA_RESTART, NULL);
  struct sigaction old;
  sigaction(SIGTSTP, NULL, &old);
  if (old.sa_handler != SIG_IGN) handle(SIGTSTP, stop, SA_RESTART, NULL);
  for (int i = 0; i < FATAL; i++) {
    sigaction(fatal[i], NULL, &before[i]);
    if (before[i].sa_handler != SIG_IGN) handle(fatal[i], die, SA_ONSTACK, NULL);
    // A key's signal is no crash: no backtracer is to ask the person about it.
    if (fatal[i] == SIGQUIT) before[i].sa_handler = SIG_DFL;
    unblock(fatal[i]);
  }
  unblock(SIGWINCH);
  unblock(SIGCONT);
  unblock(SIGTSTP);
}

void ce_signals_drain(void) {
  char scrap[64];
  while (read(ce_wake_pipe[0], scrap, sizeof scrap) > 0) {
  }
}

bool ce_interrupt_pending(void) { return ce_interrupted; }

bool ce_interrupt_take(void) {
  if (!ce_interrupted) return false;
  ce_interrupted = 0;
  ce_input_reset();
  return true;
}

int ce_wait_readable(int descriptor) {
  for (;;) {
    if (interrupts_installed && ce_interrupted) return 0;
    struct pollfd both[2] = {{.fd = descriptor, .events = POLLIN},
                             {.fd = ce_wake_pipe[0], .events = POLLIN}};
    int count = poll(both, interrupts_installed ? 2 : 1, -1);
    if (count < 0 && errno != EINTR && errno != EAGAIN) return -1;
    if (interrupts_installed && ce_interrupted) return 0;
    if (count > 0 && both[0].revents) return 1;
    if (interrupts_installed) ce_signals_drain();
  }
}
