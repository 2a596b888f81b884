# ./crossdock test: sourced by the launcher, whose strict mode, say, stop, build and root it uses.
# shellcheck shell=bash

# Long enough for a loaded machine; a runner that takes longer hangs, and a hang is a failure like any other.
readonly runner_limit_seconds=3000
readonly test_projects="Unit Conformance Simulation Acceptance"

# Acceptance tests wait for programs about as long as these work: what they leave of the machine is enough for the others meanwhile.
# The last of them has the whole machine when those are done: it is the one that can use it.
readonly beside="Conformance Simulation Unit"

# Programs that live for seconds spend most of their time on being compiled, on waiting actively for work that others on the machine
# would do meanwhile, and on heaps made for servers: a third less without.
export DOTNET_TieredPGO="${DOTNET_TieredPGO:-0}"
export DOTNET_ThreadPool_UnfairSemaphoreSpinLimit="${DOTNET_ThreadPool_UnfairSemaphoreSpinLimit:-0}"
export DOTNET_EnableWriteXorExecute="${DOTNET_EnableWriteXorExecute:-0}"
export DOTNET_gcServer="${DOTNET_gcServer:-0}" DOTNET_gcConcurrent="${DOTNET_gcConcurrent:-0}"

# Nobody changes settings while tests run: each program would have a watcher for it, and a machine has few for all of them.
export DOTNET_hostBuilder__reloadConfigOnChange="${DOTNET_hostBuilder__reloadConfigOnChange:-false}"
export ASPNETCORE_hostBuilder__reloadConfigOnChange="${ASPNETCORE_hostBuilder__reloadConfigOnChange:-false}"

passed=0 failed=0 skipped=0
runner_pid="" beside_pid="" packages_pid="" cluster="" cluster_bin="" compiler=""
setup_faults=()

run_tests() {
    local filter="${1:-}" project
    trap leave EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    # They come over the network while the build computes.
    install_missing &
    packages_pid=$!
    # One test alone hardly ever compiles anything.
    [ -n "$filter" ] || compiler="crossdock-$$"
    if ! build test "src estate tests" Crossdock.slnx; then
        say "the build failed; what it said stands above."
        setup_faults+=("the build failed")
        summary
    fi
    [ -z "$compiler" ] || export CROSSDOCK_TEST_COMPILER="$compiler"
    reports="$root/TestResults"
    mkdir -p "$reports"
    end_packages
    prepare_suites
    prepare_postgres
    # One test alone leaves nothing to be done beside it, and is sooner there without a host that was compiled ahead.
    if [ -z "$filter" ]; then
        begin_beside
        compile_host_ahead
    fi
    for project in $test_projects; do
        if [ -n "$beside_pid" ] && [ "$project" != Acceptance ]; then continue; fi
        run_project "$project" "$filter"
    done
    end_beside
    if [ -n "$filter" ] && [ $((passed + failed + skipped)) -eq 0 ]; then
        setup_faults+=("no test has '$filter' in its full name")
    fi
    summary
}

# Never killed: a package that is half installed is worse than one that comes late.
end_packages() {
    [ -z "$packages_pid" ] || wait "$packages_pid" || true
    packages_pid=""
}

# Ends the run. A fault outside of any test counts as one failure: a last line that says 0 failed must mean it.
summary() {
    local fault project
    for project in $test_projects; do list_notable "$project"; done
    for fault in ${setup_faults[@]+"${setup_faults[@]}"}; do
        printf 'FAULT    %s\n' "$fault"
        failed=$((failed + 1))
    done
    # Before the count, so that nothing can follow it.
    leave
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ] && exit 0
    exit 1
}

run_project() {
    local project=$1 filter=$2 code=0 began=$SECONDS
    runner_of "$project" "$filter"
    printf '%s\n' "$project"
    # In the background and waited for, so that a signal is heard at once and ends the runner.
    (cd "$root" && exec "${runner[@]}") </dev/null &
    runner_pid=$!
    wait "$runner_pid" || code=$?
    runner_pid=""
    count "$project" "$reports/$project.xml" "$code" "$filter" "$((SECONDS - began))"
}

# The command that runs a project, in runner.
runner_of() {
    local project=$1 filter=$2 report="$reports/$1.xml"
    runner=(dotnet "$root/tests/$project/bin/Release/net10.0/Crossdock.$project.Tests.dll" -noColor -noLogo -xml "$report")
    [ -n "$filter" ] && runner+=(-method "*$filter*")
    # Acceptance tests wait for programs about as long as those work.
    [ "$project" = Acceptance ] && runner+=(-maxThreads "$(($(nproc) + 2))")
    # To compile again what is hot pays for what computes for minutes, as the compiler and most of these do: a fifth. It does not for
    # this one, nor for the programs that acceptance tests start, which are told so by them.
    [ "$project" = Conformance ] && runner=(env DOTNET_TC_CallCounting="${DOTNET_TC_CallCounting:-0}" "${runner[@]}")
    # Thousands of short laws: something new is compiled all the time, and what is hot would wait for a pause that never comes. They
    # make and drop lives by the thousand too, which is cheaper in a larger nursery: together a quarter.
    [ "$project" = Unit ] && runner=(env DOTNET_TC_CallCountingDelayMs="${DOTNET_TC_CallCountingDelayMs:-0}" \
        DOTNET_GCgen0size="${DOTNET_GCgen0size:-0x4000000}" "${runner[@]}")
    command -v timeout >/dev/null && runner=(timeout -k 15 "$runner_limit_seconds" "${runner[@]}")
    rm -f "$report"
}

# One after the other behind the acceptance tests and what these need, which have the machine first; what they say is printed when
# those are done.
begin_beside() {
    local project patience idly=()
    say "$beside run beside Acceptance and are printed after it."
    # What waits for nothing but the processor fills what is left to the very end, when the browser is alone with the machine: only what
    # nobody else wants, so that a page is no slower for it.
    command -v chrt >/dev/null && chrt -i 0 true 2>/dev/null && idly=(chrt -i 0)
    {
        # Whoever ends it ends what it runs.
        printf 'one=""\ntrap '\''[ -z "$one" ] || kill "$one"; wait; exit 143'\'' TERM\n'
        for project in $beside; do
            runner_of "$project" ""
            [ "$project" = Conformance ] && patience=5 || patience=15
            [ "$project" = Conformance ] || runner=(${idly[@]+"${idly[@]}"} "${runner[@]}")
            printf '%q ' nice -n "$patience" "${runner[@]}"
            printf '>%q 2>&1 </dev/null &\none=$!\nwait "$one"\n' "$reports/$project.log"
            printf 'echo $? $SECONDS >%q\none=""\n' "$reports/$project.code"
            rm -f "$reports/$project.code"
        done
    } >"$reports/beside.sh"
    (cd "$root" && exec bash "$reports/beside.sh") &
    beside_pid=$!
}

end_beside() {
    local project code seconds before=0
    [ -n "$beside_pid" ] || return 0
    wait "$beside_pid" || true
    beside_pid=""
    for project in $beside; do
        read -r code seconds 2>/dev/null <"$reports/$project.code" || { code=127 seconds=$before; }
        printf '%s\n' "$project"
        cat "$reports/$project.log" 2>/dev/null || true
        count "$project" "$reports/$project.xml" "$code" "" "$((seconds - before))"
        before=$seconds
    done
}

# Takes the counts out of the report. What the runner printed is for people; its exit code alone calls zero tests a success.
count() {
    local project=$1 report=$2 code=$3 filter=$4 seconds=$5 ran ok bad skip errors
    if [ ! -s "$report" ] || ! grep -q '</assemblies>' "$report"; then
        setup_faults+=("$project ended with exit code $code and left no whole report: its tests are not counted")
        return 0
    fi
    ok="$(attribute passed "$report")" bad="$(attribute failed "$report")"
    skip="$(attribute skipped "$report")" errors="$(attribute errors "$report")"
    ran=$((ok + bad))
    passed=$((passed + ok)) failed=$((failed + bad + errors)) skipped=$((skipped + skip))
    printf '%s: %d passed, %d failed, %d skipped in %d s\n\n' "$project" "$ok" "$((bad + errors))" "$skip" "$seconds"
    if [ "$ran" -eq 0 ] && [ -z "$filter" ]; then
        setup_faults+=("$project ran no test")
    elif [ "$code" -ne 0 ] && [ $((bad + errors)) -eq 0 ]; then
        setup_faults+=("$project ended with exit code $code although no test failed")
    fi
}

# The sum of an attribute over the report's assembly elements.
attribute() {
    tr '<' '\n' <"$2" | awk -v name="$1" '
        /^assembly / {
            if (match($0, " " name "=\"[0-9]+\"")) sum += substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        }
        END { print sum + 0 }'
}

# Each skipped test with its reason and each failed one by name, out of the report: what the runner said of them stands above.
list_notable() {
    local report="${reports:-}/$1.xml"
    [ -s "$report" ] || return 0
    tr '\n' ' ' <"$report" | awk -v RS='<test ' '
        function text(s) {
            gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&apos;/, "\047", s); gsub(/&amp;/, "\\&", s)
            return s
        }
        { name = $0; sub(/^[^>]* name="/, "", name); sub(/".*$/, "", name) }
        /result="Fail"/ {
            # The end of what it said, for that is where a test says what it found.
            said = $0
            if (sub(/^.*<message>/, "", said)) sub(/<\/message>.*$/, "", said); else said = ""
            gsub(/<!\[CDATA\[|\]\]>/, "", said); gsub(/ +/, " ", said)
            if (length(said) > 600) said = "... " substr(said, length(said) - 600)
            printf "FAILED   %s: %s\n", text(name), text(said)
        }
        /result="Skip"/ {
            reason = $0
            if (!sub(/^.*<reason>/, "", reason)) reason = "no reason given"
            sub(/<\/reason>.*$/, "", reason); gsub(/<!\[CDATA\[|\]\]>/, "", reason); gsub(/\\"/, "\"", reason)
            printf "SKIPPED  %s: %s\n", text(name), text(reason)
        }'
}

# Published test suites that are not ours to carry in the repository.
prepare_suites() {
    if [ -z "${CROSSDOCK_SUITES:-}" ] && [ -d "$root/../shared/data" ]; then
        CROSSDOCK_SUITES="$(cd "$root/../shared/data" && pwd -P)"
        export CROSSDOCK_SUITES
    fi
    [ -n "${CROSSDOCK_SUITES:-}" ] || say "CROSSDOCK_SUITES is not set: tests that read published suites are skipped."
}

# The hosts of the acceptance tests live for seconds, and compiling is half of what they do: once for all of them is cheaper.
compile_host_ahead() {
    local folder="$state/host-ahead" project=src/Host/Crossdock.Host.csproj
    local quietly=(-p:PublishReadyToRun=true -v quiet --disable-build-servers)
    [ "$(uname -sm)" = "Linux x86_64" ] || return 0
    rm -rf "$folder"
    # The restore of the build does not bring the compiler that works ahead: a machine that never had it would go without.
    if step "fetching the compiler that works ahead" dotnet restore "$project" -r linux-x64 --locked-mode "${quietly[@]}" \
        && step "compiling the host ahead" dotnet publish "$project" -c Release -r linux-x64 --no-self-contained --no-build --nologo \
            -p:AppendRuntimeIdentifierToOutputPath=false -p:RestoreLockedMode=true -o "$folder" "${quietly[@]}"; then
        export CROSSDOCK_TEST_HOST="$folder/Crossdock.Host.dll"
        lay_ahead "$folder"
    else
        say "the host could not be compiled ahead: the tests start it as it was built, which takes longer."
    fi
}

# What the tests have of the same assemblies is compiled then, too. A new file takes the place of the old one, which may be in use.
lay_ahead() {
    local file target fresh
    fresh="$(mktemp "$state/ahead.XXXXXX")"
    for target in "$root"/tests/*/bin/Release/net10.0; do
        for file in "$1"/*.dll; do
            [ -f "$target/${file##*/}" ] || continue
            { cp "$file" "$fresh" && chmod 644 "$fresh" && mv -f "$fresh" "$target/${file##*/}"; } || true
        done
    done
    rm -f "$fresh"
}

# The programs of other makers that tests need.
install_missing() {
    [ -n "${CROSSDOCK_TEST_POSTGRES:-}" ] || find_postgres \
        || install_package postgresql "tests on PostgreSQL are skipped. Install its server, 15 or newer (Debian: apt-get install \
postgresql), or set CROSSDOCK_TEST_POSTGRES to a connection string of a database that may be emptied." || true
    # The one without windows does the same in half the time; not every distribution has it.
    command -v chromium-headless-shell >/dev/null || install_package chromium-headless-shell "" || find_browser \
        || install_package chromium "browser tests are skipped. Install Chromium (Debian: apt-get install chromium)." || true
}

find_browser() {
    local name
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null && return 0
    done
    return 1
}

install_package() {
    local package=$1 otherwise=$2
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "installing $package ..."
        local quick=(-qq -o Acquire::http::Timeout=30 -o Acquire::Retries=1)
        if DEBIAN_FRONTEND=noninteractive apt-get "${quick[@]}" update >/dev/null 2>&1 </dev/null \
            && DEBIAN_FRONTEND=noninteractive apt-get "${quick[@]}" install -y --no-install-recommends "$package" \
                >/dev/null 2>&1 </dev/null; then
            return 0
        fi
        say "$package could not be installed."
    fi
    [ -z "$otherwise" ] || say "$otherwise"
    return 1
}

# One cluster for the whole run, so that no test pays for its start.
prepare_postgres() {
    [ -z "${CROSSDOCK_TEST_POSTGRES:-}" ] || return 0
    find_postgres || return 0
    if [ "$(id -u)" -eq 0 ] && ! { command -v runuser >/dev/null && id postgres >/dev/null 2>&1; }; then
        say "tests on PostgreSQL are skipped: it will not run as root, and there is no runuser or no user 'postgres'."
        return 0
    fi
    start_postgres || setup_faults+=("PostgreSQL is installed but did not start")
}

find_postgres() {
    local bin
    for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v pg_ctl || echo /none/x)")"; do
        if [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ] \
            && [ "$("$bin/postgres" -V | sed 's/[^0-9]*\([0-9]*\).*/\1/')" -ge 15 ]; then
            cluster_bin=$bin
            return 0
        fi
    done
    return 1
}

as_owner() {
    if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_postgres() {
    local password port tries=0
    cluster="$(mktemp -d "${TMPDIR:-/tmp}/crossdock-postgres.XXXXXX")"
    password="$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
    (umask 077 && printf '%s' "$password" >"$cluster/password")
    if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$cluster"; fi
    as_owner "$cluster_bin/initdb" -D "$cluster/data" -U crossdock --pwfile="$cluster/password" -A scram-sha-256 -E UTF8 \
        --locale=C >"$cluster/initdb.log" 2>&1 || { cat "$cluster/initdb.log" >&2; return 1; }
    # Somebody may take the port between the look and the start: another is tried.
    while [ "$tries" -lt 5 ]; do
        tries=$((tries + 1))
        port="$(free_port)"
        as_owner tee -a "$cluster/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 200
# What it holds is thrown away with it. The tests that kill a server start one of their own, which keeps what it was told.
fsync = off
full_page_writes = off
CONF
        if as_owner "$cluster_bin/pg_ctl" -D "$cluster/data" -l "$cluster/data/server.log" -w -t 60 start >/dev/null 2>&1; then
            export CROSSDOCK_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=crossdock;Password=$password;Database=postgres"
            return 0
        fi
    done
    cat "$cluster/data/server.log" >&2 || true
    return 1
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    printf '%d' "$port"
}

# On every way out: the runner first, then the cluster that it talks to. pg_ctl stops the process its own pid file names.
leave() {
    trap - EXIT
    end_packages
    if [ -n "$runner_pid" ]; then
        kill "$runner_pid" 2>/dev/null && wait "$runner_pid" 2>/dev/null || true
        runner_pid=""
    fi
    if [ -n "$beside_pid" ]; then
        kill "$beside_pid" 2>/dev/null || true
        wait "$beside_pid" 2>/dev/null || true
        beside_pid=""
    fi
    if [ -n "$compiler" ]; then
        end_compiler "$compiler" >/dev/null 2>&1
        compiler=""
    fi
    if [ -n "$cluster" ]; then
        if [ -f "$cluster/data/postmaster.pid" ]; then
            as_owner "$cluster_bin/pg_ctl" -D "$cluster/data" -m immediate -w stop >/dev/null 2>&1 || true
        fi
        rm -rf "$cluster"
        cluster=""
    fi
}
