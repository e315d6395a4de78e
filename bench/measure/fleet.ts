import type { Environment } from '../../lib/config/model';
import type { AsgBlueGreenPipeline } from '../../lib/kinds/asg-blue-green/config/model';
import { commitsOf } from './commits';

/** A fleet's pipeline behind a listener rule that is there already, as short as the schema's defaults let it be. */
export function fleetPipelineOf(
  prefix: string,
  name: string,
  environment: Environment,
): AsgBlueGreenPipeline {
  const full = `${prefix}-${name}-${environment.name}`;
  const { account, region } = environment;
  const arn = (resource: string) => `arn:aws:elasticloadbalancing:${region}:${account}:${resource}`;
  return {
    kind: 'asg-blue-green',
    prefix,
    name,
    environment,
    approval: true,
    approvalOf: 'release',
    source: { git: commitsOf(name, environment) },
    checks: [],
    image: {
      base: { parameter: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64' },
      playbook: 'playbook.yml',
      user: 'ec2-user',
      deprecateAfterDays: 365,
      keep: 3,
      instance: {},
      build: {
        image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
        compute: 'small',
        privileged: false,
        timeoutMinutes: 60,
        queuedTimeoutMinutes: 30,
        cache: 'none',
        variables: [],
      },
    },
    instances: {
      types: ['t3.small'],
      profile: { name: full, role: full },
      securityGroups: ['sg-00000001'],
      volumes: [],
      tags: {},
      detailedMonitoring: false,
    },
    fleet: {
      min: 2,
      max: 10,
      subnets: ['subnet-00000001', 'subnet-00000002'],
      warmup: 60,
      healthCheckGrace: 300,
      scaling: { cpu: 60 },
      schedules: [],
      hooks: [],
      tags: {},
      metrics: true,
      deletionProtection: 'none',
      onDemand: 100,
    },
    deploy: {
      strategy: 'blue-green',
      traffic: [10, 50, 100],
      bake: 120,
      hold: 300,
      alarms: [`${full}-5xx`],
      healthTimeout: 900,
    },
    service: {
      owned: false,
      listenerRule: arn(`listener-rule/app/${full}/0000000000000001/0000000000000001/0000000000000001`),
      targetGroups: [
        arn(`targetgroup/${full}-a/0000000000000001`),
        arn(`targetgroup/${full}-b/0000000000000002`),
      ],
    },
  };
}
