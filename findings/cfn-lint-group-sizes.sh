#!/usr/bin/env bash
# Does cfn-lint compare the sizes of an Auto Scaling group, and the weights of a listener rule with their limit?
#
# Guess: if it compares MinSize with MaxSize (it does, E3706), then DesiredCapacity with both as well; and it knows that
# weights end at 999.
# No: a desired capacity above the maximum passes, and so does a weight of 1000. CloudFormation refuses both only when it
# calls the service.
#
# cfn-lint 1.51.0, Python 3.11, 2026-11-28. Where it matters: lib/kinds/asg-blue-green/config/check-fleet.ts and
# deploy-schema.ts refuse both.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html
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

group() { # name, then sizes
  cat > "$1.yaml" <<YAML
Resources:
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties: { LaunchTemplateData: { ImageId: ami-0123456789abcdef0, InstanceType: t3.small } }
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: { $2,
      VPCZoneIdentifier: [subnet-0123456789abcdef0],
      LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber } }
YAML
}
group minimum "MinSize: '5', MaxSize: '2'"
group desired "MinSize: '1', MaxSize: '2', DesiredCapacity: '9'"
cat > weight.yaml <<'YAML'
Parameters: { Listener: { Type: String }, Blue: { Type: String }, Green: { Type: String } }
Resources:
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Listener
      Priority: 1
      Conditions: [{ Field: path-pattern, PathPatternConfig: { Values: ["/*"] } }]
      Actions:
        - Type: forward
          ForwardConfig:
            TargetGroups: [{ TargetGroupArn: !Ref Blue, Weight: 1000 }, { TargetGroupArn: !Ref Green, Weight: 0 }]
YAML

found=""
for file in minimum desired weight; do
  if errors=$("$lint" --format parseable "$file.yaml"); then outcome=passes; else outcome=refused; fi
  echo "$file.yaml: $outcome ${errors##*yaml:}"
  found="$found $outcome"
done
[ "$found" = " refused passes passes" ]
