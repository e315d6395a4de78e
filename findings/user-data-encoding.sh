#!/usr/bin/env bash
# Who encodes user data in base64, as EC2 wants it?
#
# Guess: boto3 does, as everyone knows of RunInstances, and so it does for launch templates, which take their place.
# No: it encodes that of RunInstances and of launch configurations, and sends that of CreateLaunchTemplate and
# CreateLaunchTemplateVersion as it is given. A script that moves from launch configurations to launch templates sends plain
# text where EC2 expects base64, without an error on its side.
#
# boto3 1.43.107, Python 3.11, 2026-11-28. The SDK for JavaScript encodes none of them. Where it matters:
# lib/kinds/asg-blue-green/stacks/launch-template.ts.
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check boto3==1.43.107 2>/dev/null \
  || { echo "boto3 cannot be installed"; exit 2; }
cat > try.py <<'PY'
import base64, http.server, sys, threading, urllib.parse
import boto3

sent = []

class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        sent.append(dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["content-length"])).decode())))
        self.send_response(200)
        self.send_header("content-length", "11")
        self.end_headers()
        self.wfile.write(b"<Response/>")

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
threading.Thread(target=server.serve_forever, daemon=True).start()
how = dict(
    endpoint_url=f"http://127.0.0.1:{server.server_port}",
    region_name="eu-west-1",
    aws_access_key_id="a",
    aws_secret_access_key="b",
)
ec2, autoscaling = boto3.client("ec2", **how), boto3.client("autoscaling", **how)
script = "#!/bin/sh\necho ready\n"
ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, UserData=script)
autoscaling.create_launch_configuration(LaunchConfigurationName="web", ImageId="ami-1", UserData=script)
ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData={"UserData": script})
ec2.create_launch_template_version(LaunchTemplateName="web", LaunchTemplateData={"UserData": script})

encoded = base64.b64encode(script.encode()).decode()
found = {}
for request in sent:
    [value] = [value for key, value in request.items() if key.endswith("UserData")]
    found[request["Action"]] = {encoded: "base64", script: "plain"}.get(value, "something else")
    print(f"{request['Action']}: {found[request['Action']]}")
sys.exit(
    0
    if found
    == {
        "RunInstances": "base64",
        "CreateLaunchConfiguration": "base64",
        "CreateLaunchTemplate": "plain",
        "CreateLaunchTemplateVersion": "plain",
    }
    else 1
)
PY
venv/bin/python try.py
