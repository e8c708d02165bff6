import { baseSystem } from '../../rules/shell/base-system.ts'

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Programs of operators that a plain server does not have. */
const operators = words(`
  ab airflow alembic amtool ansible ansible-playbook ansible-vault apachectl apk apt apt-cache apt-get apt-mark arango arangosh arcconf argocd
  aws az baobab bat bazel bolt borg brew btrfs bundle burrow cargo cassandra-stress ceph ceph-volume cephadm certbot certutil chef-client chronyc
  chroma circleci clickhouse-client cockroach composer conda confluent consul containerd cqlsh cri-dockerd crictl crm crsctl ctr cypher-shell
  dbt deno dig dlv dnf docker docker-compose doctl dotnet dpkg drush duckdb eksctl elasticsearch-plugin ethtool etcdctl etcdutl fab fdisk firebase
  firewall-cmd fluentd flux fly flyctl flyway gcloud gdb gem gh git gitlab-ctl gitlab-rails gitlab-rake glab gluster go gpg gradle grafana-cli gsutil gunicorn
  haproxy hdfs helm helmfile heroku host htop http httpie iftop influx iostat iotop iperf iperf3 iptables ip6tables istioctl java javac jcmd jmap
  journalctl jps jq jstack jstat k3s k6 k9s kafka-acls kafka-configs kafka-console-consumer kafka-console-producer kafka-consumer-groups
  kafka-leader-election kafka-log-dirs kafka-preferred-replica-election kafka-reassign-partitions kafka-topics kafkacat kcat keytool kind kinit knife ksql kubeadm kubectl kubectx
  kubens kustomize launchctl ldapsearch linkerd lego locust lvdisplay lvextend lvs lxc make mariadb mc mcli mdadm megacli minikube mix mongo mongod mongodump
  mongorestore mongosh mpstat mtr multipath mvn mydumper mysql mysqladmin mysqlbinlog mysqlcheck mysqldump mysqld nerdctl netcat newman nfsstat nft nginx
  ngrep nmap nmcli node nodetool nomad npm npx nslookup ntpq numactl nvidia-smi nvme oc op opensearch-cli openssl openstack operator-sdk orchestrator oslo otelcol packer
  pcs percona-toolkit perf pg_basebackup pg_controldata pg_ctl pg_ctlcluster pg_dump pg_dumpall pg_isready pg_lsclusters pg_repack pg_resetwal pg_restore pg_rewind pg_verifybackup
  pg_waldump pgbackrest pgbadger pgbench pgbouncer pip pip3 pipenv pm2 pnpm podman poetry promtool proxychains psql pt-online-schema-change pt-query-digest pulsar-admin pulumi puppet
  pvcreate pvdisplay pvs py-spy pytest python python2 python3 rabbitmq-diagnostics rabbitmq-plugins rabbitmqadmin rabbitmqctl rados radosgw-admin rails rake rbd rbenv
  rclone redis-benchmark redis-cli redis-server repmgr restic rg rpm rsync ruby rustc rustup s3cmd sar scp screen scylla sentinel sftp skopeo slcli smartctl snap snmpwalk
  sonobuoy sops spark-submit sqlite3 sqlplus ssh ssh-add ssh-copy-id ssh-keygen sshpass ssm-session stern storcli strace subctl sudo supervisorctl svn swift sysbench sysdig talosctl
  tcpdump telnet temporal terraform terragrunt tflint tkn tmux tofu tracepath traceroute tree trivy tsh turso ufw uvicorn vagrant valkey-cli vault velero vgdisplay vgs virsh virtctl
  visudo vmkping vtctlclient wal-g weave wget whois wrk x509 xfs_growfs xfs_repair yarn yq yum zfs zip unzip zkCli.sh zookeeper-shell zpool zypper curl engram esxcli vim nano vi emacs
  setfacl getfacl resize2fs e2fsck fsck growpart parted partprobe blkid lspci lsmod modprobe dmidecode ipmitool nethogs ss arp route brctl bridge tc conntrack chronyd ntpdate timedatectl resolvectl
  systemd-resolve update-ca-certificates update-grub grub2-mkconfig mokutil sestatus setenforce getenforce semanage restorecon ausearch auditctl fail2ban-client postqueue postsuper postfix mailq exim
  barman patronictl pgloader pg_autoctl stolonctl mongotop mongostat curator elasticdump es-rally logstash filebeat metricbeat vector promtail logcli tempo mimirtool cortextool thanos karma alertmanager prometheus
  open psycopg gitlab-psql gitlab-patronictl gitlab-redis-cli tf knife bosh cf heroku amtool oscap dbt mimirtool monmaptool ceph-mon ceph-osd chef-client-disable chef-client-enable iptables-save ip6tables-save buildah rke rke2 velero kops eks aws-vault saml2aws gimme-aws-creds tsh teleport pgcli mycli litecli turbostat powertop hdparm sg_persist iscsiadm drbdadm corosync crm_mon stonith_admin`)

/** Programs that an operator may start: what a plain server has, and the tools of the trade. */
export const knownPrograms: ReadonlySet<string> = new Set([...baseSystem, ...operators])

/** Names of programs that English sentences begin with as well, in small letters. */
export const englishWords: ReadonlySet<string> = new Set(
  words(`arch at bat cat command continue cut date declare do done edit else exec exit export factor false find fly fold for free function go
  group groups help history host http id if in install join kill last less let link local locate login look make man more mount no node open
  patch perf print pulsar read ready redo resize return rules script select set shift sort source split stat stop swift tempo tee test then
  time times top touch trap tree true type unset until users vault vector wait watch which while who write yes`),
)

/** Whether a word names a program: a known one, a path, or one of the many that end in `ctl` or `-cli`. */
export function isProgramName(word: string): boolean {
  const name = word.slice(word.lastIndexOf('/') + 1).replace(/^\\/, '')
  return (
    /^(?:\.{0,2}\/|~\/)\S+$/.test(word) ||
    knownPrograms.has(name) ||
    /^[a-z][a-z0-9-]*(?:ctl|-cli|adm)$/.test(name)
  )
}
