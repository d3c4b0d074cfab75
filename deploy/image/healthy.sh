#!/bin/bash
# Whether the service in this container is ready for work, without any program that the image lacks.
exec 3<>"/dev/tcp/localhost/$1" || exit 1
printf 'GET /actuator/health/readiness HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 5 _ status _ <&3
[[ $status == 200 ]]
