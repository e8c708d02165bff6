import type { ShellCommand } from '../../rules/shell/commands.ts'

/**
 * Commands that only look, as data: a program, then the subcommands that look (`*`: all of them). What is not here is
 * taken to act, because only a `read` block runs in `--explore`.
 */
const looking: ReadonlyMap<string, ReadonlySet<string> | '*'> = new Map(
  Object.entries({
    '*': `[ [[ true false test cat head tail less more grep egrep fgrep zgrep zcat wc sort uniq cut tr awk gawk column jq yq tac nl rev comm diff cmp join paste fold
      fmt echo printf ls ll tree stat file find locate du df free uptime uname whoami who w id groups users last hostname date cal env printenv which whereis type ps pgrep pidof pstree
      top vmstat iostat mpstat sar iotop iftop lsof fuser ss netstat ifconfig ping ping6 dig nslookup host whois traceroute tracepath mtr nproc lscpu lsblk lspci lsmod lsusb blkid dmesg journalctl
      getent getfacl md5sum sha1sum sha256sum cksum b2sum base64 hexdump xxd od strings readlink realpath basename dirname pwd cd sleep wait seq expr rg watch xargs
      pg_isready pg_lsclusters pg_controldata pg_waldump pg_verifybackup mongostat mongotop nvidia-smi smartctl dmidecode nfsstat ethtool crictl-ps logcli stern k9s getenforce sestatus time set
      export local declare if for while read jps jstack jstat py-spy tcpdump strace postqueue mailq mysqlbinlog amtool-alert zless history ulimit tput promtool`,
    kubectl:
      'get describe logs top version cluster-info api-resources api-versions explain auth diff events wait config rollout-status rollout-history',
    oc: 'get describe logs top version cluster-info api-resources explain auth whoami status projects project events wait rollout-status rollout-history',
    docker:
      'ps logs inspect images stats top version info events diff port history compose-ps compose-logs container-ls image-ls network-ls volume-ls network-inspect volume-inspect system-df',
    podman: 'ps logs inspect images stats top version info events',
    'docker-compose': 'ps logs config images top version',
    systemctl:
      'status is-active is-enabled is-failed show cat list-units list-unit-files list-timers list-dependencies',
    service: '_-status --status-all',
    git: 'status log show diff branch remote rev-parse blame describe ls-files',
    helm: 'list ls status history get show search version template lint',
    terraform: 'plan show output state-list state-show validate version fmt',
    aws: '*describe *get *list *ls *lookup *filter *head sts',
    gcloud: '*describe *list *read *get-value *get-iam-policy *info',
    az: '*show *list *list-usages',
    ceph: 'status -s health df versions osd-tree osd-df osd-stat osd-status pg-stat pg-dump mon-stat quorum_status fs-status fs-ls mds-stat -w crash-ls crash-info log-last',
    rabbitmqctl:
      'status cluster_status list_queues list_connections list_channels list_consumers list_exchanges list_bindings list_vhosts list_users environment report ping',
    'rabbitmq-diagnostics': '*',
    'redis-cli':
      'ping info get keys llen ttl type dbsize memory slowlog client config-get cluster-info cluster-nodes monitor --stat --bigkeys --latency PING INFO GET KEYS LLEN TTL TYPE DBSIZE SLOWLOG',
    etcdctl: 'get endpoint member-list version check alarm-list',
    consul: 'members info catalog monitor operator-raft-list-peers version',
    vault: 'status read list kv-get version',
    nomad: 'status node-status job-status alloc-status alloc-logs server-members',
    nodetool:
      'status info ring tpstats compactionstats netstats describecluster gossipinfo tablestats cfstats proxyhistograms version',
    'kafka-topics': '--list --describe',
    'kafka-consumer-groups': '--list --describe',
    'kafka-log-dirs': '*',
    'kafka-configs': '--describe',
    'kafka-acls': '--list',
    argocd: 'app-get app-list app-history app-diff version',
    istioctl: 'analyze proxy-status proxy-config version',
    zpool: 'status list iostat history',
    zfs: 'list get',
    patronictl: 'list history show-config topology',
    timedatectl: 'status show',
    chronyc: 'tracking sources sourcestats',
    openssl: 'x509 s_client verify version crl req rsa',
    crictl: 'ps pods images logs inspect stats info version',
    ip: 'a addr address link route r neigh n -s -br rule',
    rpm: '-q -qa -qi -ql -V',
    dpkg: '-l -L -s -S',
    apt: 'list show search policy',
    'apt-cache': '*',
    npm: 'ls list outdated view --version',
    tar: '-tf tf -tvf tvf -tzf tzf',
    mysqladmin: 'status ping processlist extended-status version variables',
    pcs: 'status',
    gluster: 'volume-info volume-status peer-status',
    rustc: '--version -V',
    crontab: '-l',
    iptables: '-L -S -nL -nvL',
    gh: '*list *view *status',
    curl: '',
    wget: '',
    psql: '',
    mysql: '',
    sqlite3: '',
    ssh: '',
    sed: '',
  }).map(([name, list]) => [name, list === '*' ? '*' : new Set(list.trim().split(/\s+/))]),
)

const everywhere = looking.get('*')

/** Whether all of a script's commands are known to look and to change nothing. */
export function onlyLooks(commands: readonly ShellCommand[]): boolean {
  return commands.every((command) => looks(command))
}

function looks(command: ShellCommand): boolean {
  if (command.outputs.some(({ operator, target }) => writes(operator, target.value))) return false
  const values = command.words.map((word) => word.value)
  const start = startOf(values)
  if (start < 0) return values.every((word) => !/^(?:sudo|nohup)$/.test(word))
  const [program = '', ...rest] = values.slice(start)
  return programLooks(baseName(program), rest)
}

/** Where the program stands behind `sudo -u postgres`, `env A=b` and their like. */
function startOf(words: readonly string[]): number {
  return words.findIndex(
    (word, index) =>
      !/^(?:sudo|time|nice|nohup|env|command|builtin|timeout|\d+[smh]?|-\w+|[A-Z_]+=.*)$/.test(word) &&
      !(/^-[ugn]$/.test(words[index - 1] ?? '') && words[0] === 'sudo'),
  )
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.sh$/, '')

const writes = (operator: string, target: string): boolean =>
  operator !== '>&' && !/^(?:\/dev\/(?:null|stdout|stderr)|&?\d)$/.test(target)

function programLooks(program: string, words: readonly string[]): boolean {
  if (/^--?(?:version|help|V)$/.test(words[0] ?? '') && words.length === 1) return true
  if (program === 'curl' || program === 'wget') return getsOnly(program, words)
  if (/^(?:psql|mysql|mariadb|sqlite3|mongosh|mongo|cqlsh|clickhouse-client)$/.test(program))
    return queriesOnly(words)
  if (program === 'ssh') return remoteLooks(words)
  if (program === 'sed') return !words.some((word) => /^-[a-z]*i|^--in-place/.test(word))
  if (program === 'find') return !words.some((word) => /^-(?:delete|exec|execdir|ok)$/.test(word))
  if (program === 'xargs') return innerLooks(words)
  if (program === 'watch')
    return programLooks(...innerOf(words.filter((word) => !/^(?:-\w+|\d+(?:\.\d+)?|--\w.*)$/.test(word))))
  if (program === 'date' && words.some((word) => /^(?:-s|--set)/.test(word))) return false
  if (program === 'dmesg' && words.some((word) => /^(?:-C|--clear|-c)$/.test(word))) return false
  if (program === 'journalctl' && words.some((word) => /^--(?:vacuum|rotate|flush|sync)/.test(word)))
    return false
  if (program === 'hostname' || program === 'ulimit') return words.every((word) => word.startsWith('-'))
  if (program === 'kubectl' || program === 'oc' || program === 'docker') {
    const at = words.indexOf('exec')
    if (at >= 0) return execLooks(words.slice(at + 1))
  }
  const known = looking.get(program)
  if (known === undefined) return everywhere !== undefined && everywhere !== '*' && everywhere.has(program)
  return known === '*' || subcommandLooks(known, words)
}

function subcommandLooks(known: ReadonlySet<string>, words: readonly string[]): boolean {
  const plain = words.filter((word, index) => !word.startsWith('-') && !takesValue(words[index - 1] ?? ''))
  const [one = '', two = '', three = ''] = plain
  if (known.has(one) || known.has(`${one}-${two}`) || known.has(`_-${two}`)) return true
  if (words.some((word) => word.startsWith('-') && known.has(word))) return true
  return [one, two, three].some((word) =>
    [...known].some((name) => name.startsWith('*') && wordBegins(word, name.slice(1))),
  )
}

const takesValue = (word: string): boolean =>
  /^(?:-n|--namespace|--context|-c|-f|--file|--profile|--region|--project|-p|-H|--host|-g|--resource-group)$/.test(
    word,
  )

const wordBegins = (word: string, name: string): boolean => word === name || word.startsWith(`${name}-`)

function getsOnly(program: string, words: readonly string[]): boolean {
  if (program === 'wget')
    return (
      words.some((word) => /^(?:-q?O-|--spider)$/.test(word) || word === '-') &&
      !words.some((word) => word.startsWith('--post'))
    )
  const method =
    words.find((_, index) => /^(?:-X|--request)$/.test(words[index - 1] ?? '')) ??
    words.find((word) => /^-X\w/.test(word))?.slice(2)
  const sends =
    words.some((word) => /^(?:-d|--data.*|-F|--form|-T|--upload-file|--json)$/.test(word)) &&
    !words.some((word) => /^-\w*G$|^--get$/.test(word))
  const saves = words.some(
    (word, index) =>
      /^(?:-O|--remote-name)$/.test(word) ||
      (/^(?:-o|--output)$/.test(word) && words[index + 1] !== '/dev/null'),
  )
  return !saves && (method === undefined ? !sends : /^(?:GET|HEAD|OPTIONS)$/i.test(method))
}

const changing =
  /\b(?:insert|update|delete|drop|alter|create|truncate|grant|revoke|vacuum|reindex|analyze|cluster|call|do|set|kill|flush|reset|merge|refresh|copy|load|import|start|stop|change|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_promote|pg_switch_wal|pg_\w*(?:drop|create|advance)\w*|remove|updateOne|updateMany|deleteOne|deleteMany|insertOne|stepDown|reconfig|shutdownServer|dropDatabase)\b/i

/** Whether a text of SQL, or of a database's shell, asks and changes nothing. */
export function asksOnly(sql: string): boolean {
  const plain = sql.replaceAll(/--.*$|\/\*[\s\S]*?\*\//gm, ' ').replaceAll(/'(?:[^']|'')*'/g, "''")
  const statements = plain
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean)
  return statements.every(
    (one) =>
      /^(?:select|show|explain|with|table|values|\\[dlxt]|describe|desc|use|rs\.status|db\.\w*(?:stats|status|find))/i.test(
        one,
      ) && !changing.test(one.replace(/^(?:show|describe|desc)\b.*/i, '')),
  )
}

function queriesOnly(words: readonly string[]): boolean {
  const texts = words.filter((_, index) =>
    /^(?:-c|--command|-\w*e|--execute|--eval|--query|-q)$/.test(words[index - 1] ?? ''),
  )
  const joined = words.flatMap(
    (word) => /^(?:--command|--execute|--eval|--query)=(.*)$/s.exec(word)?.[1] ?? [],
  )
  const all = [...texts, ...joined]
  if (words.some((word) => /^(?:-l|--list|--version|-V)$/.test(word))) return true
  return all.length > 0 && all.every(asksOnly)
}

/** What runs on another machine, when it is one plain command. */
function remoteLooks(words: readonly string[]): boolean {
  const host = words.findIndex(
    (word, index) => !word.startsWith('-') && !/^-[iplJLoFbcDEeIQRSWw]$/.test(words[index - 1] ?? ''),
  )
  const inner = words.slice(host + 1).join(' ')
  return (
    host >= 0 && inner !== '' && !/[;&|<>$`(]/.test(inner) && programLooks(...innerOf(inner.split(/\s+/)))
  )
}

function execLooks(words: readonly string[]): boolean {
  const at = words.indexOf('--')
  if (at >= 0) return programLooks(...innerOf(words.slice(at + 1)))
  const plain = words.filter((word) => !word.startsWith('-'))
  return plain.length > 1 && programLooks(...innerOf(plain.slice(1)))
}

function innerLooks(words: readonly string[]): boolean {
  return programLooks(...innerOf(words.filter((word) => !/^-|^\d+$|^\{\}$/.test(word))))
}

function innerOf(words: readonly string[]): [string, readonly string[]] {
  const [first = '', ...rest] =
    words.length === 1 && /\s/.test(words[0] ?? '') ? (words[0] ?? '').split(/\s+/) : words
  return /^(?:sudo)$/.test(first) ? innerOf(rest) : [baseName(first), rest]
}
