import type { CommandLine } from '../shell/command-table.ts'

/** Commands that destroy or interrupt something, as data. */
export interface Destruction extends CommandLine {
  /** What it does, as the end of a sentence that begins with the command. */
  readonly does: string
  /** What the author should put above it: `CAUTION` where something is lost, `WARNING` where it comes back. */
  readonly alert: Alert
}

export type Alert = 'CAUTION' | 'WARNING'

const lines =
  (alert: Alert) =>
  (does: string, patterns: string): Destruction[] =>
    patterns.split(',').map((pattern) => ({ pattern: pattern.trim(), does, alert }))

const lost = lines('CAUTION')
const interrupted = lines('WARNING')

const harmlessSignals = ['0', 'HUP', '1', 'USR1', '10', 'USR2', '12', 'CONT', '18', 'WINCH', '28']
  .flatMap((signal) => [`-${signal}`, `-SIG${signal}`, ...(/\D/.test(signal) ? [signal] : [])])
  .map((word) => `!${word}`)
  .join(' ')

export const destructions: readonly Destruction[] = [
  ...lost(
    'deletes folders with everything in them',
    `rm -r|-R|--recursive, find -delete, aws s3 rm --recursive, aws s3 rb, gsutil rm, hdfs dfs -rm`,
  ),
  ...lost('deletes whatever its pattern matches', `rm *, unlink *`),
  ...lost(
    'deletes what is missing at the source',
    `rsync --delete|--delete-after|--delete-before, aws s3 sync --delete, rclone sync|purge|delete`,
  ),
  ...lost(
    'destroys what a file or a disk holds',
    `dd of= !of=/dev/null, truncate, shred, wipefs, blkdiscard, mkfs|mkfs…, mke2fs, mkswap,
     fdisk !-l !--list, sfdisk !-l !--list !-d !--dump, parted !-l !--list !print, sgdisk !-p !--print`,
  ),
  ...lost(
    'destroys a volume',
    `lvremove, vgremove, pvremove, zfs destroy|rollback, zpool destroy, btrfs subvolume delete,
     cryptsetup erase|luksErase|luksFormat|luksKillSlot, mdadm --zero-superblock|--stop`,
  ),
  ...lost('deletes an account', `userdel, groupdel, deluser, delgroup`),
  ...lost('deletes the table of scheduled jobs', `crontab -r`),
  ...lost(
    'deletes packages',
    `apt|apt-get remove|purge|autoremove, yum|dnf|zypper remove|erase, dpkg -r|-P|--remove|--purge,
     rpm -e|--erase, apk del, snap remove, pacman -R`,
  ),
  ...lost(
    'deletes a database or a role',
    `dropdb, dropuser, rake|rails db:drop|db:reset|db:purge|db:schema:load, mysqladmin drop, turso db destroy, turso group destroy`,
  ),
  ...lost(
    'writes an old state over the present one',
    `pg_restore !-l !--list ~-f ~--file, pg_resetwal, pg_rewind, mongorestore, turso db restore|replicate-from,
     restic restore, velero restore create, etcdctl snapshot restore, etcdutl snapshot restore,
     pgbackrest restore, wal-g backup-fetch, barman recover, influx restore, neo4j-admin restore|load,
     rman restore|recover, rake gitlab:backup:restore, gitlab-rake gitlab:backup:restore`,
  ),
  ...lost(
    'deletes backups',
    `restic forget|prune, borg delete|prune, velero backup delete, pgbackrest expire|stanza-delete,
     wal-g delete, barman delete`,
  ),
  ...lost(
    'deletes every key of a store',
    `redis-cli flushall|FLUSHALL|flushdb|FLUSHDB, valkey-cli flushall|FLUSHALL|flushdb|FLUSHDB`,
  ),
  ...lost(
    'deletes keys',
    `redis-cli|valkey-cli del|DEL|unlink|UNLINK, etcdctl del, consul kv delete, vault delete|destroy,
     vault kv delete|destroy, vault secrets|auth|audit disable`,
  ),
  ...lost(
    'deletes messages',
    `rabbitmqctl purge_queue|delete_queue|reset|force_reset|delete_vhost,
     kafka-topics|kafka-topics.sh --delete, kafka-delete-records|kafka-delete-records.sh,
     kafka-consumer-groups|kafka-consumer-groups.sh --delete|--delete-offsets,
     nats stream|consumer rm|purge|delete, postsuper -d`,
  ),
  ...interrupted(
    'skips messages or repeats them',
    `kafka-consumer-groups|kafka-consumer-groups.sh --reset-offsets --execute`,
  ),
  ...lost(
    'deletes containers',
    `docker|podman|nerdctl rm|rmi|prune|kill,
     docker|podman|nerdctl container|image|volume|network|system|builder rm|prune|kill,
     docker-compose rm|kill, docker compose rm|kill, docker stack|service|swarm|secret|config rm|leave`,
  ),
  ...lost(
    'stops containers and deletes their volumes',
    `docker-compose down -v|--volumes, docker compose down -v|--volumes`,
  ),
  ...lost('deletes a machine', `docker-machine rm|kill`),
  ...interrupted(
    'stops containers',
    `docker|podman|nerdctl stop|restart|pause, docker|podman container stop|restart|pause,
     docker-compose stop|restart|down|pause, docker compose stop|restart|down|pause`,
  ),
  ...lost(
    'deletes objects of a cluster',
    `kubectl|oc delete, helm uninstall|delete|del, argocd app delete, flux delete,
     k3d|kind|minikube delete`,
  ),
  ...interrupted(
    'moves work off a part of a cluster',
    `kubectl|oc drain|cordon|scale|taint|evict, kubectl|oc rollout restart|undo|pause,
     kubectl|oc replace --force, oc adm drain|cordon, helm rollback, nomad job stop, nomad node drain`,
  ),
  ...lost(
    'destroys infrastructure',
    `terraform|tofu|pulumi destroy, terraform|tofu apply -destroy, vagrant destroy, pulumi down,
     virsh destroy|undefine`,
  ),
  ...interrupted(
    'stops a service',
    `
     systemctl stop|restart|try-restart|disable|mask|kill|isolate|reload-or-restart|halt|poweroff|reboot|rescue|emergency,
     rc-service|service _ stop|restart, supervisorctl stop|restart|shutdown|remove,
     pm2 stop|restart|delete|kill, launchctl unload|bootout|stop|remove, initctl stop|restart,
     sv stop|restart|down|force-stop, monit stop|restart, nginx -s !reload !reopen,
     apachectl|apache2ctl stop|restart, pg_ctl stop|restart|promote|kill, pg_ctlcluster,
     patronictl restart|failover|switchover|reinit|remove, mysqladmin shutdown|kill,
     redis-cli|valkey-cli shutdown|SHUTDOWN|failover|FAILOVER,
     redis-cli|valkey-cli sentinel|SENTINEL failover|FAILOVER|reset|RESET, rabbitmqctl stop|stop_app|shutdown,
     catalina.sh stop`,
  ),
  ...interrupted(
    'ends processes',
    `kill ${harmlessSignals} !-l !-L !$! !%1, pkill ${harmlessSignals}, killall ${harmlessSignals} !-l,
     fuser -k|--kill, skill, xkill`,
  ),
  ...interrupted('stops the machine', `shutdown !-c, reboot, halt, poweroff, telinit, init 0|6`),
  ...interrupted(
    'cuts connections',
    `iptables|ip6tables -F|--flush|-X|-D, nft flush|delete, ufw reset|disable|delete,
     ip link|route|addr delete|del|flush, ifdown, umount, swapoff,
     nmcli con|connection|dev|device down|disconnect|delete, tailscale down|logout`,
  ),
  ...lost(
    'throws work away',
    `git reset --hard, git clean -f|--force, git push --force|-f|--delete|-d|--mirror, git branch -D,
     git checkout -f|--force, git restore !--staged !-S, git stash drop|clear, git reflog delete|expire,
     git filter-branch|filter-repo, git tag -d|--delete, gh repo|release|run|secret|variable delete,
     npm unpublish`,
  ),
  ...lost(
    'sends a request that deletes',
    `curl -X=DELETE|--request=DELETE, http|https|xh DELETE, wget --method=DELETE`,
  ),
]

/** Words that say the same in the tools of every team (`orders-cli delete`, `backupctl restore`). */
export const plainSubcommands: Readonly<Record<string, { readonly does: string; readonly alert: Alert }>> = {
  ...named(
    ['delete', 'destroy', 'drop', 'purge', 'wipe', 'remove', 'truncate', 'erase', 'nuke'],
    'deletes',
    'CAUTION',
  ),
  ...named(['restore', 'recover'], 'writes an old state over the present one', 'CAUTION'),
  ...named(['stop', 'restart', 'shutdown', 'terminate', 'kill', 'failover'], 'interrupts', 'WARNING'),
}

function named(words: string[], does: string, alert: Alert): Record<string, { does: string; alert: Alert }> {
  return Object.fromEntries(words.map((word) => [word, { does, alert }]))
}

/** Programs whose first operand is a text or a file, so that `stop` or `delete` there means nothing. */
export const textPrograms: ReadonlySet<string> = new Set(
  'git gh make npm npx yarn pnpm jq yq python python3 node perl ruby php psql mysql sqlite3 vim nano vi code apt-cache curl wget http logger say'.split(
    ' ',
  ),
)
