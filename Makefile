# Two commands do everything on a fresh Debian or Ubuntu machine with a Swift toolchain:
#   make run    installs what is missing, builds, opens the course
#   make test   the same from nothing, then the whole test suite

BINARY := .build/release/kubestep
RUNS ?= 20000
RELEASE = swift build -c release --product kubestep $$(scripts/release-flags)

.PHONY: run build test lint oracle bench fuzz profile needs needs-test fresh clean

run: build
	@$(BINARY)

build: needs fresh
	@$(RELEASE)

# The line editor is a system library; everything else comes with the packages.
needs:
	@scripts/needs libedit-dev

needs-test:
	@scripts/needs libedit-dev python3 python3-pexpect

# A build that goes on from an older one would be wrong in places.
fresh:
	@scripts/fresh

lint:
	@swift format lint --strict -r Sources Tests Package.swift

# Once as it comes, once with hashing that is the same in every process: equal results prove that no hash order leaks.
test: needs-test lint fresh
	swift build --build-tests
	$(RELEASE)
	SWIFT_BACKTRACE=enable=no swift test --skip-build
	SWIFT_BACKTRACE=enable=no SWIFT_DETERMINISTIC_HASHING=1 swift test --skip-build
	$(BINARY) check

oracle: build
	@$(BINARY) oracle $(TABLES)

bench: build
	@scripts/bench $(BINARY)

# Records anew what release builds know of the engine's branches; worth it when the engine has changed much.
profile: needs
	@scripts/profile

fuzz: build
	@$(BINARY) fuzz --runs $(RUNS)

clean:
	@swift package clean
