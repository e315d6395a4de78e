#!/usr/bin/env bash
# Does cfn-lint know the resource types that the CDK can make?
#
# Guess: yes; both are made from what CloudFormation publishes of its types.
# No: AWS::Lambda::ResourcePolicy, which aws-cdk-lib 2.275 has a class for, is E3006 to cfn-lint 1.51, an error, not a
# warning. In a resource's metadata the rule can be left out for that resource alone.
#
# aws-cdk-lib 2.275.0, cfn-lint 1.51.0, Python 3.11, 2026-11-28. Where it matters: lib/foundation/invocation-policy.ts.
# https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
set -euo pipefail
command -v npm >/dev/null && command -v python3 >/dev/null || { echo "npm or python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund aws-cdk-lib@2.275.0 constructs@10.8.1 >/dev/null 2>&1 || { echo "aws-cdk-lib cannot be installed"; exit 2; }
lint=cfn-lint
if [ "$(cfn-lint --version 2>/dev/null)" != "cfn-lint 1.51.0" ]; then
  python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check cfn-lint==1.51.0 2>/dev/null \
    || { echo "cfn-lint cannot be installed"; exit 2; }
  lint=venv/bin/cfn-lint
fi

cat > app.js <<'NODE'
const { App, Stack } = require('aws-cdk-lib');
const { CfnResourcePolicy } = require('aws-cdk-lib/aws-lambda');
const app = new App({ outdir: 'out', analyticsReporting: false });
const statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'lambda:InvokeFunction' };
for (const excepted of [false, true]) {
  const stack = new Stack(app, excepted ? 'excepted' : 'plain');
  const arn = 'arn:aws:lambda:eu-west-1:111111111111:function:web';
  const policyDocument = { Version: '2012-10-17', Statement: [{ ...statement, Resource: arn }] };
  const policy = new CfnResourcePolicy(stack, 'Policy', { resourceArn: arn, policyDocument });
  if (excepted) policy.addMetadata('cfn-lint', { config: { ignore_checks: ['E3006'] } });
}
app.synth();
NODE
node app.js

found=""
for stack in plain excepted; do
  if errors=$("$lint" --format parseable "out/$stack.template.json"); then outcome=passes; else outcome=refused; fi
  echo "$stack: $outcome $(printf '%.90s' "${errors##*json:}")"
  found="$found $outcome"
done
[ "$found" = " refused passes" ]
