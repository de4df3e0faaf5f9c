#define _GNU_SOURCE 1
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "State.h"

extern char **environ;

// What a program at the terminal finds: nothing ignored, nothing blocked.
static void attributes(posix_spawnattr_t *attributes) {
  static const int keys[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGWINCH, SIGPIPE};
  sigset_t none, standard;
  posix_spawnattr_init(attributes);
  sigemptyset(&none);
  sigemptyset(&standard);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) sigaddset(&standard, keys[i]);
  posix_spawnattr_setsigmask(attributes, &none);
  posix_spawnattr_setsigdefault(attributes, &standard);
  posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

// The program shares our process group, as it would a shell's child's: ^Z stops both, and whoever
// continues us continues both.
int ce_run_foreground(char *const arguments[]) {
  struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
  posix_spawnattr_t how;
  pid_t child;
  int status = 0;
  sigemptyset(&ignore.sa_mask);
  fflush(stdout);
  ce_modes_lend(true);
  sigaction(SIGINT, &ignore, &interrupt);
  sigaction(SIGQUIT, &ignore, &quit);
  attributes(&how);
  int problem = posix_spawnp(&child, arguments[0], NULL, &how, arguments, environ);
  posix_spawnattr_destroy(&how);
  if (problem == 0)
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  sigaction(SIGINT, &interrupt, NULL);
  sigaction(SIGQUIT, &quit, NULL);
  ce_modes_lend(false);
  if (problem != 0) return problem == ENOENT ? -1 : 126;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
