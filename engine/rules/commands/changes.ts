import { openTable } from '../shell/command-table.ts'
import { operandsOf, programOf } from '../shell/options.ts'
import type { ShellCommand } from '../shell/commands.ts'

const lines = (does: string, patterns: string): { pattern: string; does: string }[] =>
  patterns.split(',').map((pattern) => ({ pattern: pattern.trim(), does }))

/** Commands that change something, as data; what destroys or interrupts stands in a table of its own. */
const table = openTable([
  ...lines(
    'changes a cluster',
    `kubectl|oc apply|create|patch|replace|label|annotate|set|expose|autoscale|uncordon ~--dry-run,
     helm install|upgrade ~--dry-run, kubectl|oc rollout resume, argocd app sync ~--dry-run, flux reconcile|resume|suspend`,
  ),
  ...lines(
    'starts or changes a service',
    `systemctl start|enable|unmask|reload|daemon-reload|set-property|reset-failed|link,
     service _ start|reload, rc-service _ start|reload, supervisorctl start|update|reread, pm2 start|reload, pg_ctl start|reload,
     nginx -s, rabbitmqctl start_app|set_policy|add_user|set_permissions|set_vm_memory_high_watermark`,
  ),
  ...lines(
    'starts containers',
    `docker|podman start|update|rename, docker-compose up|start|create, docker compose up|start|create`,
  ),
  ...lines(
    'changes packages',
    `apt|apt-get install|upgrade|dist-upgrade ~-s ~--simulate, yum|dnf|zypper install|update|upgrade, apk add, brew|snap install,
     pip|pip3|gem install, npm install|ci`,
  ),
  ...lines('changes a repository', `git commit|push|merge|rebase|cherry-pick|revert|am`),
  ...lines('changes a file', `sed -i|--in-place, perl -i, chmod, chown, chgrp, setfacl, chattr, mv, ln`),
  ...lines(
    'changes the machine',
    `sysctl -w|--write, iptables|ip6tables -A|-I|-P|-N|-R, ufw allow|deny|enable, ip addr|route|link add|set|replace,
     swapon, mkswap, modprobe, useradd, usermod, groupadd, chpasswd, timedatectl set-time|set-timezone|set-ntp, hostnamectl set-hostname`,
  ),
  ...lines(
    'changes infrastructure',
    `terraform|tofu apply|import|taint, pulumi up, ansible-playbook ~--check ~-C ~--syntax-check ~--list-hosts ~--list-tasks`,
  ),
  ...lines(
    'changes a store',
    `kafka-topics|kafka-topics.sh --create|--alter, kafka-configs|kafka-configs.sh --alter,
     kafka-consumer-groups|kafka-consumer-groups.sh --execute, kafka-console-producer|kafka-console-producer.sh,
     redis-cli|valkey-cli set|SET|hset|HSET|expire|EXPIRE|lpush|LPUSH|rpush|RPUSH|incr|INCR, redis-cli|valkey-cli config|CONFIG set|SET|rewrite|REWRITE,
     etcdctl put, consul kv put, vault write, vault kv put|patch, nats pub, createdb, createuser`,
  ),
  ...lines(
    'sends a request that changes',
    `curl -X=PUT|-X=PATCH|--request=PUT|--request=PATCH|-T|--upload-file, http|https|xh PUT|PATCH`,
  ),
])

export interface Change {
  readonly name: string
  /** What it does, as the end of a sentence that begins with the command. */
  readonly does: string
}

/** What a command changes; nothing when it only looks, or only in a place of its own under `/tmp`. */
export function changeOf(command: ShellCommand): Change | undefined {
  const { words } = command
  const found = table.find(words) ?? cloudChange(command) ?? postedBy(command)
  const paths = operandsOf(words)
    .slice(1)
    .filter(({ value }) => /^[/$~.]/.test(value))
  if (found?.does === 'changes a file' && paths.length > 0 && paths.every(({ value }) => isOwnPlace(value)))
    return undefined
  return found ?? writtenBy(command)
}

const isOwnPlace = (path: string): boolean => /^(?:\/tmp\/|\/var\/tmp\/|\/dev\/|\$|\.\/)/.test(path)

const cloudVerb =
  /^(?:create|put|update|modify|delete|start|stop|reboot|terminate|run-instances|attach|detach|set|authorize|revoke|associate|disassociate|register|deregister|enable|disable)(?:-|$)/

/** `aws ec2 start-instances`; a query that is started only asks. */
function cloudChange({ words }: ShellCommand): Change | undefined {
  const program = programOf({ words })
  if (program !== 'aws' || words.some(({ value }) => value === '--dry-run')) return undefined
  const verb = operandsOf(words)[2]?.value ?? ''
  if (!cloudVerb.test(verb) || /^(?:start-query|start-live|create-presigned|get-)/.test(verb))
    return undefined
  return { name: `aws ${operandsOf(words)[1]?.value} ${verb}`, does: 'changes what runs in the cloud' }
}

/** Addresses at which a POST only asks. */
const asking =
  /(?:quer(?:y|ies)|search|_count|_msearch|graphql|\bsql\b|validate|render|labels|series|explain|simulate|dry|token|login|oauth|introspect|check|health|metrics)/i

function postedBy({ words }: ShellCommand): Change | undefined {
  if (programOf({ words }) !== 'curl') return undefined
  const values = words.map(({ value }) => value)
  const posts =
    values.some((value, at) => /^-\w*X$|^--request$/.test(value) && values[at + 1] === 'POST') ||
    values.some((value) => /^-XPOST$|^--request=POST$/.test(value))
  return posts && !values.some((value) => /[/:$]/.test(value) && asking.test(value))
    ? { name: 'curl -X POST', does: 'sends a request that may change something' }
    : undefined
}

/** A redirection into a file with a name of its own, outside of the places for what passes. */
function writtenBy({ words, outputs }: ShellCommand): Change | undefined {
  const literal = (path: string): boolean =>
    /^\/(?:etc|usr|opt|srv|var\/lib|home|root|boot|proc|sys)\//.test(path)
  const target = outputs.find(({ target: { value } }) => literal(value))?.target.value
  if (target !== undefined) return { name: `> ${target}`, does: 'writes a file' }
  const program = programOf({ words })
  const teed =
    program === 'tee'
      ? operandsOf(words)
          .slice(1)
          .find(({ value }) => literal(value))
      : undefined
  return teed && { name: `tee ${teed.value}`, does: 'writes a file' }
}

/** Statements of SQL that change data or objects; what a session keeps for itself is none. */
const statement =
  /^(insert|update|alter|create(?!\s+(?:or\s+replace\s+)?(?:global\s+|local\s+)?temp)|grant|revoke|vacuum|reindex|refresh|cluster|call|merge|comment|copy\s+\S+\s+from)\b/i
const calling = /\b(pg_reload_conf|pg_switch_wal|pg_rotate_logfile|setval|nextval|pg_create_\w+)\s*\(/i

/** The changing statements of an SQL text, with their places in it. */
export function changesInSql(text: string): (Change & { readonly start: number; readonly end: number })[] {
  const plain = text.replaceAll(/--.*$|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/gm, (found) =>
    found.replaceAll(/[^\n]/g, ' '),
  )
  return [...plain.matchAll(/[^;]+/g)].flatMap((match) => {
    const lead = match[0].search(/\S/)
    const body = match[0].trim()
    const word = statement.exec(body)?.[1] ?? calling.exec(body)?.[1]
    if (word === undefined) return []
    const start = match.index + lead
    return [
      {
        name: word.split(/\s/)[0]?.toUpperCase() ?? word,
        does: 'changes a database',
        start,
        end: start + body.length,
      },
    ]
  })
}

/** The first line of an `http` block when its method changes something. */
export function changeInHttp(
  script: string,
): (Change & { readonly start: number; readonly end: number }) | undefined {
  const found = /^(PUT|PATCH|POST)\s+(\S+)/m.exec(script)
  const [line = '', method = '', address = ''] = found ?? []
  if (found === null || (method === 'POST' && asking.test(address))) return undefined
  return {
    name: method,
    does: 'sends a request that changes',
    start: found.index,
    end: found.index + line.length,
  }
}
