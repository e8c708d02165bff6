/**
 * Commands that only look, in the notation of `engine/rules/shell/command-table.ts`. What is not here is taken to act, because
 * only a `read` block runs in `--explore`: a line that is missing costs a role, a line too many costs a server.
 */
export const looking: readonly { readonly pattern: string }[] = `
: [ [[ true false test cat head tail less more grep egrep fgrep zgrep zcat zless wc cut tr column tac nl rev comm diff cmp join paste fold fmt echo printf
ls ll du df free uptime uname whoami who w id groups users last lastb lastlog cal printenv which whereis type ps pgrep pidof pstree pmap
vmstat iostat mpstat sar iotop iftop lsof netstat ping ping6 dig nslookup host whois traceroute tracepath nproc lscpu lsblk lspci lsmod lsusb lslocks
findmnt getent getfacl getcap md5sum sha1sum sha256sum sha512sum cksum b2sum base64 hexdump od strings readlink realpath basename dirname pwd cd sleep
wait seq expr pg_isready pg_lsclusters pg_controldata pg_waldump mongostat mongotop nvidia-smi getenforce sestatus
jq jps stat locate export local declare typeset readonly set shopt if for while read return break continue shift
mailq xfs_info lvs pvs vgs lvdisplay pvdisplay vgdisplay getconf numactl modinfo ausearch aureport nfsiostat dstat pidstat rg logcli
drbd-overview pg_config turbostat powertop zdb stern lslogins ipcs lsns lsattr filefrag apt-cache pg_verifybackup

top -b
tree ~-o
uniq|sort ~-o ~--output
ss ~-K ~--kill
fuser ~-k ~--kill
dmesg ~-C ~-c ~-D ~-E ~-n ~--clear ~--read-clear ~--console-off ~--console-on
journalctl ~--vacuum-size ~--vacuum-time ~--vacuum-files ~--rotate ~--flush ~--sync ~--setup-keys ~--update-catalog ~--relinquish-var
xxd ~-r
yq ~-i ~--inplace
file ~-C
blkid ~-g
smartctl -a|-H|-i|-A|-x|-l|--all|--health|--info|--attributes|--xall|--scan ~-t ~-s ~-X ~-o ~-S ~--test ~--smart ~--abort ~--offlineauto ~--saveauto
ethtool -S|-i|-k|-a|-g|-c|-m ~-K ~-s ~-G ~-A ~-C ~-p ~-r ~-t ~-E ~-f
postqueue -p|-j ~-f ~-i ~-s
tcpdump ~-w ~-W ~-C ~-z
swapon -s|--show
sysctl -a|-n|-e ~-w ~-p ~--system ~--load ~--write
dmidecode|mtr|nfsstat ~-z
crontab -l ~-r ~-e
history ~-c ~-d ~-w ~-a ~-r
hostnamectl status
timedatectl status|show|timesync-status|list-timezones|show-timesync
localectl status
loginctl list-sessions|show-session|session-status|list-users|show-user
networkctl status|list
resolvectl status|query|statistics
nmcli dev|device|con|connection|general|radio status|show|list
coredumpctl list|info
systemd-analyze blame|critical-chain|time|verify|security
bootctl status
mdadm --detail|--examine|-D|-E|-Q ~-A ~-C ~-S ~-f ~-r
multipath -l|-ll ~-f ~-F ~-r
tune2fs -l
command -v|-V
ulimit -a
nc -z
ncat -z
nginx|apachectl|apache2ctl|httpd|sshd -t|-T|-S|-V|-v ~-s ~-c
haproxy -c|-vv
named-checkconf|named-checkzone
apachectl|apache2ctl configtest|status|fullstatus
visudo -c
postconf -n|-d ~-e ~-X ~-#
varnishstat -1
rpm -q|-qa|-qi|-ql|-qf|-V|--query|--verify ~-e ~-i ~-U ~-F
dpkg -l|-L|-s|-S|-p|--list|--status ~-i ~-r ~-P
dpkg-query -W|-l|-s|-L
apt list|show|search|policy
apt-cache policy|show|search|madison|depends|rdepends
yum|dnf list|info|repolist|check-update|search|provides
apk info|list|search|policy
snap list|info|version
brew list|info|outdated|config
pip|pip3 list|show|freeze|check
npm|pnpm|yarn ls|list|outdated|view|why
gem|bundle list|show|info
conda list|info
systemctl status|is-active|is-enabled|is-failed|is-system-running|show|cat|list-units|list-unit-files|list-timers|list-dependencies|list-sockets|list-jobs|show-environment|get-default
systemctl --failed !start !stop !restart !reload !reset-failed
service _ status
service --status-all
supervisorctl status|pid|tail|avail
initctl status|list
rc-service _ status
pm2 list|ls|logs|status|show|describe|monit
gitlab-ctl status|tail|service-list|show-config
knife node|role|environment|cookbook|client|status show|list
knife status|search
git status|log|show|diff|blame|describe|ls-files|ls-remote|rev-parse|rev-list|shortlog|cat-file|merge-base|grep|count-objects|name-rev ~--output
git branch -a|-r|-v|-l|--list|--show-current|--contains|--merged|--all ~-d ~-D ~-m ~-M ~-c ~-C ~-u ~-f ~--delete ~--move ~--copy ~--set-upstream-to ~--unset-upstream ~--edit-description
git remote show|get-url
git remote -v
git stash list|show
git config --list|--get|-l|--get-all
git tag -l|--list
kubectl|oc get|describe|logs|log|top|version|api-resources|api-versions|explain|diff|events|wait
kubectl|oc cluster-info !dump
kubectl|oc auth can-i|whoami
kubectl|oc config view|get-contexts|current-context|get-clusters|get-users
kubectl|oc rollout status|history
kubectl|oc plugin list
kubectl|oc certificate list
oc status|whoami|projects
oc adm top|node-logs|inspect-release
oc image info
oc extract --to=-
docker|podman|nerdctl ps|logs|inspect|images|stats|top|version|info|events|diff|port|history|search
docker|podman|nerdctl container|image|network|volume|node|service|stack|context|secret|config|plugin|swarm ls|list|inspect|ps|logs|top|stats|history|tasks
docker|podman system df|info|events
docker|podman compose ps|logs|config|images|top|ls|version|events|port
docker-compose|podman-compose ps|logs|config|images|top|version|events|port
crictl ps|pods|images|logs|inspect|inspectp|inspecti|stats|statsp|info|version
ctr containers|container|c|images|image|i|tasks|task|t ls|list|info
lxc list|info|ls
helm list|ls|status|history|get|show|search|version|lint|env|verify|diff
helm template ~--output-dir
helm repo list
helm dependency list
helmfile list|status|diff|lint|template
kustomize build|version
kubeadm certs check-expiration
kubeadm config view|print
kubeadm token list
k3s check-config
velero get|describe|version
velero backup|restore|schedule get|describe|logs
flux get|logs|check|version|tree|stats|events
argocd app list|get|history|diff|logs|resources|manifests
argocd cluster|proj|repo list|get
argocd version
istioctl analyze|proxy-status|ps|version|precheck
istioctl proxy-config|pc cluster|clusters|listener|listeners|route|routes|endpoint|endpoints|bootstrap|secret|all
linkerd check|stat|version|edges
cilium status|version
cilium endpoint|service|node|policy|identity|bpf list|get
calicoctl get|version
calicoctl node status
cmctl status|version|check
eksctl get|version|info
kops get|validate|version
virtctl version|guestosinfo|fslist|userlist
terraform|tofu output|show|validate|version|providers|graph
terraform|tofu plan !-out ~-out
terraform|tofu state list|show|pull
terraform|tofu workspace list|show
terraform|tofu fmt -check
ansible-inventory --list|--graph|--host
vault status|list|version
vault kv list|get
vault token lookup
vault auth|secrets|policy list|read
vault operator raft list-peers
vault operator members
consul members|info|version|monitor
consul catalog datacenters|nodes|services
consul kv get
consul operator raft list-peers
nomad status|version
nomad node|job|deployment|namespace|volume status|list
nomad alloc status|logs
nomad server members
etcdctl get|version
etcdctl endpoint health|status|hashkv
etcdctl member list
etcdctl alarm list
etcdctl snapshot status
etcdutl snapshot status
ceph status|health|df|versions|features|report
ceph osd tree|df|stat|status|ls|dump|perf|find|metadata|blocked-by
ceph osd pool ls|get|stats
ceph pg stat|dump|ls|dump_stuck|map|ls-by-osd
ceph mon stat|dump
ceph mgr stat|dump|services
ceph mds stat
ceph fs ls|status|dump|get
ceph auth list|ls|get
ceph config get|dump|show
ceph crash ls|info
ceph log last
ceph orch ls|ps|status
ceph balancer status
rbd ls|info|status|du
rados df|lspools
gluster volume info|status|list
gluster peer status
drbdadm status|cstate|dstate|role
pcs status|config
crm status
crm_mon -1|--one-shot
zpool status|list|history
zpool iostat
zfs list|get
btrfs filesystem|fi show|df|usage
virsh list|dominfo|domblklist|domstate|nodeinfo|net-list|pool-list|vol-list
nvme list|smart-log
rabbitmqctl status|cluster_status|list_queues|list_connections|list_channels|list_consumers|list_exchanges|list_bindings|list_vhosts|list_users|list_permissions|list_policies|list_parameters|environment|report|ping|node_health_check|await_startup
rabbitmq-diagnostics status|cluster_status|ping|check_running|check_local_alarms|check_port_connectivity|check_alarms|alarms|listeners|memory_breakdown|environment|check_virtual_hosts|check_if_node_is_quorum_critical|log_tail|runtime_thread_stats
rabbitmq-queues|rabbitmq-plugins list|quorum_status|check_if_node_is_mirror_sync_critical|check_if_node_is_quorum_critical
redis-cli|valkey-cli ping|info|get|keys|llen|ttl|pttl|type|dbsize|exists|strlen|lrange|lindex|smembers|scard|hgetall|hget|hlen|hkeys|zrange|zcard|zscore|xlen|xinfo|xpending|xrange|scan|role|lastsave|time|monitor|mget|PING|INFO|GET|KEYS|LLEN|TTL|TYPE|DBSIZE|EXISTS|STRLEN|LRANGE|SMEMBERS|HGETALL|HGET|HLEN|ZRANGE|ZCARD|XLEN|XINFO|SCAN|ROLE|LASTSAVE|MONITOR
redis-cli|valkey-cli memory|MEMORY usage|stats|doctor|USAGE|STATS|DOCTOR
redis-cli|valkey-cli slowlog|SLOWLOG get|len|GET|LEN
redis-cli|valkey-cli client|CLIENT list|info|LIST|INFO
redis-cli|valkey-cli config|CONFIG get|GET
redis-cli|valkey-cli latency|LATENCY latest|doctor|history|LATEST|DOCTOR|HISTORY
redis-cli|valkey-cli cluster|CLUSTER info|nodes|slots|keyslot|INFO|NODES|SLOTS
redis-cli|valkey-cli sentinel|SENTINEL masters|master|slaves|replicas|sentinels|get-master-addr-by-name|ckquorum|MASTERS|SLAVES|REPLICAS
redis-cli|valkey-cli --stat|--bigkeys|--memkeys|--hotkeys|--latency|--scan !del !flushall !flushdb
nodetool status|info|ring|tpstats|compactionstats|netstats|describecluster|gossipinfo|tablestats|cfstats|proxyhistograms|tablehistograms|version|getendpoints|statusgossip|statusbinary
kafka-topics|kafka-topics.sh --list|--describe ~--create ~--delete ~--alter
kafka-consumer-groups|kafka-consumer-groups.sh --list|--describe ~--reset-offsets ~--delete ~--delete-offsets
kafka-configs|kafka-configs.sh --describe ~--alter
kafka-acls|kafka-acls.sh --list ~--add ~--remove
kafka-log-dirs|kafka-log-dirs.sh --describe
kafka-broker-api-versions|kafka-broker-api-versions.sh|kafka-get-offsets|kafka-get-offsets.sh
kcat|kafkacat -L
patronictl|gitlab-patronictl list|history|show-config|topology|version|dsn
repmgr cluster show|matrix|crosscheck|event
repmgr node check|status
pgbackrest info
barman check|status|list-server|list-servers|list-backup|list-backups|show-server|show-backup|list-files|diagnose
wal-g backup-list
restic snapshots|stats|ls
rclone ls|lsd|lsl|lsf|size|about
pg_ctl|pg_ctlcluster status
pg_ctlcluster _ _ status
mysqlbinlog ~-r ~--result-file ~--raw
mysqladmin ping|status|processlist|extended-status|version|variables !shutdown !kill !flush-logs !flush-hosts !flush-tables !reload !refresh !drop !create !password
chronyc tracking|sources|sourcestats|activity|ntpdata
ntpq -p|-pn
ipvsadm -L|-l|-Ln|-ln ~-A ~-C ~-D ~-E
iptables|ip6tables -L|-S|-nL|-nvL ~-A ~-D ~-I ~-R ~-F ~-X ~-P ~-Z ~-N ~-E
iptables-save|ip6tables-save
arp ~-s ~-d ~-f
nft list
firewall-cmd --state|--list-all|--list-ports|--list-services|--get-active-zones|--list-all-zones
ufw status
conntrack -L|-S|-C ~-D ~-F
brctl bridge show
tc qdisc|class|filter show|ls
wg show
openssl s_client|verify|version|ciphers|s_time
openssl x509|crl|req|rsa|ec|pkey|pkcs12|asn1parse|dgst !-out !-new !-newkey !-signkey !-CA !-req !-keyout !-sign !-x509 !-set_serial
keytool -list
certbot certificates
gpg --list-keys|-k|--list-secret-keys|-K
ssh-keygen -l|-lf
ssh-add -l
skopeo inspect|list-tags
crane manifest|digest|ls
trivy image|fs|config
heroku ps|logs|config|releases|apps|pg:info|info
fly|flyctl status|logs|releases
cf apps|app|logs|events|env|services|service|routes|target|orgs|spaces|quotas|marketplace
bosh vms|instances|deployments|tasks|releases|stemcells|envs
promtool check|query
amtool alert query
amtool silence query
amtool config show
amtool cluster show
tctl|tsh status|ls
jmap -histo ~-F
py-spy dump|top
java|javac|node|python|python3|php|ruby|go|rustc|cargo -version|--version|-V
go version|env|list
`
  .trim()
  .split(/\n\n/)
  .flatMap((part) => part.split(part.startsWith(':') ? /\s+/ : '\n'))
  .map((pattern) => ({ pattern }))

/** Programs that only look when nothing but options stands behind them. */
export const lookingAlone: ReadonlySet<string> = new Set(
  'hostname timedatectl mount env systemctl crm_mon umask route ifconfig alias xargs'.split(' '),
)

/** Programs that only start another one, which is judged itself. */
export const passing: ReadonlySet<string> = new Set(
  'sudo doas env timeout xargs nice ionice command builtin time stdbuf sh bash dash ash zsh ksh su runuser gosu ssh watch eval chroot nsenter kubectl oc docker podman docker-compose lxc find'.split(
    ' ',
  ),
)
