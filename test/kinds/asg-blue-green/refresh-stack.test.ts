import { appOf, templateOf } from '../../support/synthesized';
import { configText, FLEET_PIPELINE } from '../../support/configs';
import { actionNames, actionOf, failuresOf, statementsOf } from '../../support/templates';

const TARGET_GROUP =
  'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:targetgroup/farm/943f017f100becff';

const refreshed = FLEET_PIPELINE.replace(
  '    service:',
  '    deploy: { strategy: refresh, maxHealthy: 120 }\n    service:',
);
const existing = `  farm:
    kind: asg-blue-green
    source: { git: { codecommit: true, repository: farm } }
    image: { base: { parameter: /base/x86_64 } }
    instances: { types: [t3.small, t3a.small], profile: farm, securityGroups: [sg-0aaaaaaa] }
    fleet: { min: 2, max: 10, group: legacy, subnets: [subnet-0aaaaaaa, subnet-0bbbbbbb] }
    deploy: { strategy: refresh, alarms: [farm-5xx], checkpoints: [50, 100] }
    service: { existing: { targetGroups: ["${TARGET_GROUP}"] } }
    environments: { stg: {} }`;

const app = appOf(configText(`${refreshed}\n${existing}`));
const owned = templateOf(app, 'shop-fleet-stg');
const approved = templateOf(app, 'shop-fleet-prd');
const adopted = templateOf(app, 'shop-farm-stg');

const actionsIn = (template: typeof owned, pipeline: string): string[] =>
  statementsOf(template, pipeline).flatMap(({ Action }) => Action);

describe('a fleet that instance refreshes release', () => {
  it('has two actions in stage Deploy, and no stage after it', () => {
    expect(actionNames(owned).slice(1)).toEqual(['Bake/Bake', 'Deploy/LaunchTemplate', 'Deploy/Refresh']);
    expect(actionNames(approved).slice(1)).toEqual([
      'Bake/Bake',
      'Approval/Approve',
      'Deploy/LaunchTemplate',
      'Deploy/Refresh',
    ]);
  });

  it('hands the version and the image on to the refresh', () => {
    expect(actionOf(owned, 'Refresh')).toMatchObject({ RunOrder: 2, Namespace: 'Refresh' });
    const { Configuration } = actionOf(owned, 'Refresh');
    expect(Configuration.FunctionName).toBe('shop-foundation-stg-refresh-instances');
    expect(JSON.parse(Configuration.UserParameters ?? '')).toMatchObject({
      launchTemplateVersion: '#{LaunchTemplate.ParameterVersion}',
      imageId: '#{LaunchTemplate.ImageId}',
    });
  });

  it('has settings of a refresh instead of traffic', () => {
    const [{ Properties }] = Object.values(adopted.findResources('AWS::SSM::Parameter')) as [
      { Properties: { Value: string } },
    ];
    expect(JSON.parse(Properties.Value)).toMatchObject({
      refresh: {
        ...{ group: 'legacy', targetGroups: [TARGET_GROUP], minHealthy: 100, maxHealthy: 110, bake: 120 },
        ...{ alarms: ['farm-5xx'], checkpoints: [50, 100], checkpointDelay: 600, skipMatching: true },
      },
    });
    expect(JSON.parse(Properties.Value)).not.toHaveProperty('traffic');
  });

  it('may refresh, and take a refresh back, but moves no traffic', () => {
    const actions = actionsIn(owned, 'shop-fleet-stg');
    expect(actions).toEqual(
      expect.arrayContaining([
        ...['Cancel', 'Rollback', 'Start'].map((verb) => `autoscaling:${verb}InstanceRefresh`),
        'autoscaling:CreateAutoScalingGroup',
        'autoscaling:DescribeInstanceRefreshes',
        'cloudwatch:DescribeAlarms',
        'ec2:DeregisterImage',
      ]),
    );
    expect(actions.filter((one) => /ModifyRule|DescribeRules/.test(one))).toEqual([]);
  });

  it('makes no group where the config names one', () => {
    expect(actionsIn(adopted, 'shop-farm-stg')).not.toContain('autoscaling:CreateAutoScalingGroup');
  });

  it('is verified once it has ended, and CodePipeline rolls the stage back where that fails', () => {
    const asked = existing.replace('    environments:', '    verify: smoke.yml\n    environments:');
    const template = templateOf(appOf(configText(asked)), 'shop-farm-stg');
    expect(actionNames(template).slice(-2)).toEqual(['Deploy/Refresh', 'Deploy/Verify']);
    expect(actionOf(template, 'Verify').RunOrder).toBe(3);
    expect(actionOf(template, 'Verify').Configuration.EnvironmentVariables).toContain('#{Refresh.Group}');
    expect(failuresOf(template)).toEqual({ Deploy: { Result: 'ROLLBACK' } });
    expect(failuresOf(adopted)).toEqual({});
  });
});
