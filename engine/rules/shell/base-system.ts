const words = (text: string): string[] => text.trim().split(/\s+/)

/** Builtins and keywords of bash 5.2 (`compgen -b -k`). */
const builtins = words(`
  . : [ alias bg bind break builtin caller case cd command compgen complete compopt continue declare dirs disown
  do done echo elif else enable esac eval exec exit export false fc fg fi for function getopts hash help history
  if in jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return select set shift
  shopt source suspend test then time times trap true type typeset ulimit umask unalias unset until wait while [[ ]] { } !`)

/** GNU coreutils 9. */
const coreutils = words(`
  arch b2sum base32 base64 basename basenc cat chcon chgrp chmod chown chroot cksum comm cp csplit cut date dd df dir
  dircolors dirname du env expand expr factor fmt fold groups head hostid id install join link ln logname ls md5sum
  mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pr printenv ptx readlink realpath rm rmdir
  seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac tail
  tee timeout touch tr truncate tsort tty uname unexpand uniq unlink uptime users vdir wc who whoami yes`)

/** What else stands on every Linux server that an operator logs in to: shells, findutils, grep, procps, util-linux, systemd. */
const server = words(`
  ash awk bash bunzip2 bzip2 chrt cmp crontab dash diff dmesg ed egrep fallocate fgrep file find flock free fuser gawk
  getent grep groupadd gunzip gzip halt hostname init ionice ip journalctl kill killall ksh last less locale locate
  login logger loginctl lsblk lscpu lsns mawk mkfs mkswap more mount nsenter passwd patch pgrep pidof ping pkill pmap
  poweroff ps reboot renice rev script sed service setsid sh shutdown ss su sudo swapoff swapon sysctl systemctl
  systemd-analyze systemd-run tar taskset timedatectl hostnamectl top udevadm umount unshare useradd userdel usermod
  vmstat watch whereis which xargs zcat zgrep zless w column hexdump xxd netstat ifconfig getopt envsubst lsof nc`)

/** Programs that a runbook may use without naming them under `requires`. */
export const baseSystem: ReadonlySet<string> = new Set([...builtins, ...coreutils, ...server])
