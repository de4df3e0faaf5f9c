# Two commands do everything on a fresh Debian or Ubuntu machine with a Swift toolchain:
#   make run    installs what is missing, builds, opens the course
#   make test   the same from nothing, then the whole test suite

BINARY := .build/release/kubestep
RUNS ?= 20000
# The Swift runtime goes into the program where the toolchain has it so: it starts sooner and runs faster.
STATIC := $(if $(wildcard $(dir $(realpath $(shell command -v swift)))../lib/swift_static),--static-swift-stdlib)
RELEASE := swift build -c release --product kubestep $(STATIC)

.PHONY: run build test lint oracle bench fuzz needs needs-test clean

run: build
	@$(BINARY)

build: needs
	@$(RELEASE)

# The line editor is a system library; everything else comes with the packages.
needs:
	@scripts/needs libedit-dev

needs-test:
	@scripts/needs libedit-dev python3 python3-pexpect

lint:
	@swift format lint --strict -r Sources Tests Package.swift

# Once as it comes, once with hashing that is the same in every process: equal results prove that no hash order leaks.
test: needs-test lint
	swift build --build-tests
	$(RELEASE)
	SWIFT_BACKTRACE=enable=no swift test --skip-build
	SWIFT_BACKTRACE=enable=no SWIFT_DETERMINISTIC_HASHING=1 swift test --skip-build
	$(BINARY) check

oracle: build
	@$(BINARY) oracle $(TABLES)

bench: build
	@scripts/bench $(BINARY)

fuzz: build
	@$(BINARY) fuzz --runs $(RUNS)

clean:
	@swift package clean
