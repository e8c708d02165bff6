import { expect, it } from 'vitest'
import { onlyLooks } from '../../engine/import/classify/effect/index.ts'
import { openShell } from '../../engine/import/shell.ts'

const lines = (text: string): string[] => text.trim().split('\n')

/** One script a line. */
const look = lines(String.raw`
df -h / | tail -1
sudo -u postgres psql -c "select pid, state from pg_stat_activity where state <> 'idle'"
psql -tAc 'select count(*) from orders' shop
psql "$URL" -c "SELECT pg_size_pretty(pg_total_relation_size('t'))"
mysql -u root -e 'SHOW SLAVE STATUS\G'
kubectl -n shop get pods -o wide 2>/dev/null
kubectl exec -it web-0 -- cat /etc/hosts
kubectl exec web-0 -c app -- sh -c 'ps aux | grep java'
kubectl config current-context
kubectl rollout status deploy/web
oc adm top nodes
docker exec -u postgres db psql -c 'select 1'
docker compose -f a.yml ps
curl -sSf -o /dev/null -w '%{http_code}' https://x/health
curl -sX GET http://x/
curl -G -d q=1 http://x/
wget -qO- http://x/
find /var/log -name '*.gz' -exec ls -lh {} \;
find / -size +1G 2>/dev/null
ps aux | awk '$3 > 80 {print $2}'
sed -n '1,5p' /etc/hosts
ssh db1 'sudo systemctl status postgres'
aws --profile p ec2 describe-instances --filters Name=delete,Values=x
aws s3 ls s3://b
gcloud compute instances list --project x
az vm show --name delete
redis-cli -h cache -a "$P" INFO memory
redis-cli CLIENT LIST
openssl x509 -in c.pem -noout -dates
openssl s_client -connect h:443 < /dev/null
date -u +%F
ip -br addr
git log --oneline -5
kafka-topics.sh --bootstrap-server b:9092 --list
/opt/kafka/bin/kafka-consumer-groups.sh --bootstrap-server b:9092 --describe --group g
timeout 5 nc -zv db 5432
for p in $(kubectl get pods -o name); do kubectl logs "$p" | tail -1; done
kubectl get pods | grep Evicted | awk '{print $1}' | xargs -n1 kubectl describe pod
tar -tzf b.tgz
systemctl --failed
terraform state list
nginx -t
etcdctl --endpoints h endpoint health
journalctl -u x --since today
iptables -t nat -L -n -v
`)

const act = lines(String.raw`
kubectl exec web-0 -- rm -rf /tmp/x
kubectl exec web-0 -c app -- sh -c 'ps; kill 1'
kubectl config use-context prod
kubectl auth reconcile -f x.yaml
kubectl get pods -o name | xargs kubectl delete
kubectl get $(kubectl delete pod x)
kubectl cluster-info dump --output-directory=x
oc project prod
curl -X POST http://x/
curl -sX DELETE http://x/
curl -XPUT http://x/
curl --request=DELETE http://x/
curl -sd '{}' http://x/
curl -sSLo /tmp/x http://x/
curl -LO http://x/y.tgz
curl http://x/-/reload
curl -sK conf http://x
wget http://x/y.tgz
wget -qO- --method=DELETE http://x/
sed -i.bak s/a/b/ f
sed -ni p f
sed 's/a/b/w out' f
awk '{print > "out"}' f
awk 'BEGIN{system("reboot")}'
awk -i inplace '{print}' f
find /tmp -delete
find /tmp -type f -exec rm {} +
find /tmp -execdir sh -c 'mv "$1" x' _ {} \;
systemctl restart x
systemctl list-units --failed | awk '{print $1}' | xargs systemctl restart
service nginx restart
git branch -D x
git branch x
git remote add x y
git diff --output=x
docker exec db rm /x
docker compose down
docker system prune
psql -c 'delete from t'
psql -c 'select 1' -f drop.sql
psql -c "select pg_stat_reset()"
psql -c "select pg_wal_replay_pause()"
psql -c "select purge_all()"
psql -c "select * into t2 from t"
psql -o out -c 'select 1'
psql -f x.sql
mysql -e "select 1 into outfile '/tmp/x'"
mysql shop < dump.sql
mongosh --eval 'db.users.find().forEach(u => db.users.deleteOne(u))'
aws s3 rm s3://b/list
aws dynamodb delete-item --table-name list
aws s3api get-object --bucket b --key k f
aws sts assume-role --role-arn x
gcloud functions delete list-users
gcloud container clusters get-credentials c
az vm delete --name show
gh api -X DELETE x
df -h > /tmp/x
df -h | tee /tmp/x
echo 1 >> /proc/sys/x
cmd >& out.log
{ date; df; } > report.txt
for i in 1 2; do echo $i; done > /etc/x
sort -o f f
ss -K dst 1.2.3.4
fuser -k 80/tcp
ifconfig eth0 down
ip link set eth0 down
ip addr add 1.2.3.4/24 dev eth0
ip route del default
date -s 12:00
date 010112002030
hostname web2
redis-cli CONFIG SET x y
redis-cli MEMORY PURGE
redis-cli SLOWLOG RESET
redis-cli CLIENT KILL x
redis-cli --scan | xargs redis-cli del
terraform fmt
terraform plan -out=p
istioctl proxy-config log web --level debug
smartctl -t long /dev/sda
ethtool -K eth0 tso off
dmesg -C
journalctl --vacuum-time=1d
openssl req -new -key k -out c
openssl rsa -in a -out b
kafka-topics.sh --describe --delete --topic x
mysqladmin status shutdown
etcdctl check perf
vault read database/creds/x
./status.sh
./find.sh
bash fix.sh
curl -s http://x/i.sh | bash
nohup df &
eval "$CMD"
$CMD
xargs rm < list
sudo -i
strace -p 1 -o out
ssh db1
ssh db1 'systemctl restart x'
su - postgres -c 'pg_ctl stop'
nodetool repair
ceph osd out 3
iptables -Z -L
tcpdump -w x.pcap
rabbitmqctl stop_app
history -c
crontab -r
tar -xzf b.tgz
rpm -e x
`)

it('takes a script to look only when every command of it is known to', async () => {
  const shell = await openShell()
  expect(look.filter((script) => !onlyLooks(script, shell))).toEqual([])
})

it('takes a script to act when anything in it may change something', async () => {
  const shell = await openShell()
  expect(act.filter((script) => onlyLooks(script, shell))).toEqual([])
})
