#!/usr/bin/env bash
# Does cfn-lint, which knows IAM's actions and operators, know its condition keys and what a principal may be?
#
# Guess: a policy with a misspelt action (it is found, W3037) or operator (E3512) is as wrong as one with a misspelt
# condition key, or with a pattern of roles as principal, which IAM refuses when it is deployed.
# No: both pass, informational rules included. A condition on a key that no request has never holds, so that whoever the
# statement is for is refused.
#
# cfn-lint 1.51.0, Python 3.11, 2026-11-28. Where it matters: test/docs/rights.test.ts asks IAM's data for every action,
# resource and condition key of a grant; principals that are patterns stand in conditions (lib/foundation/key.ts).
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
set -euo pipefail
command -v python3 >/dev/null || { echo "python3 is missing"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
lint=cfn-lint
if [ "$(cfn-lint --version 2>/dev/null)" != "cfn-lint 1.51.0" ]; then
  python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check cfn-lint==1.51.0 2>/dev/null \
    || { echo "cfn-lint cannot be installed"; exit 2; }
  lint=venv/bin/cfn-lint
fi

policy() { # name, principal, action, condition
  cat > "$1.yaml" <<YAML
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - { Effect: Allow, Principal: { $2 }, Action: "$3", Resource: !Ref Topic, Condition: { $4 } }
YAML
}
service='Service: cloudwatch.amazonaws.com'
account='"111111111111"'
policy right "$service" sns:Publish "StringEquals: { 'aws:SourceAccount': $account }"
policy action "$service" sns:Publsh "StringEquals: { 'aws:SourceAccount': $account }"
policy operator "$service" sns:Publish "StringEquls: { 'aws:SourceAccount': $account }"
policy key "$service" sns:Publish "StringEquals: { 'aws:SourceAcount': $account }"
policy principal "AWS: 'arn:aws:iam::111111111111:role/shop-*'" sns:Publish "Bool: { 'aws:SecureTransport': true }"

found=""
for file in right action operator key principal; do
  if errors=$("$lint" --include-checks I --format parseable "$file.yaml"); then outcome=passes; else outcome=refused; fi
  echo "$file.yaml: $outcome $(printf '%.60s' "${errors##*yaml:}")"
  found="$found $outcome"
done
[ "$found" = " passes refused refused passes passes" ]
