import { parseAppSpec } from '../../services/codedeploy/app-spec';
import { trafficSteps } from '../../services/codedeploy/deployment/traffic';

const YAML = `
version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:3"
        LoadBalancerInfo:
          ContainerName: "app"
          ContainerPort: 80
        PlatformVersion: "LATEST"
Hooks:
  - BeforeInstall: "first"
  - AfterAllowTraffic: "last"
`;

it('reads an AppSpec file for ECS as AWS documents it', () => {
  expect(parseAppSpec(YAML)).toMatchObject({
    TaskDefinition: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:3',
    LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 80 },
    PlatformVersion: 'LATEST',
    hooks: { BeforeInstall: 'first', AfterAllowTraffic: 'last' },
  });
});

it('reads small section names and quoted ports too', () => {
  const loose = YAML.replace('Resources:', 'resources:').replace('Hooks:', 'hooks:').replace('80', '"80"');
  expect(parseAppSpec(loose)).toEqual(parseAppSpec(YAML));
});

it.each([
  { what: 'an empty file', content: '', message: 'could not be parsed' },
  { what: 'broken YAML', content: 'a: [', message: 'could not be parsed' },
  { what: 'plain text', content: 'just text', message: 'could not be parsed' },
  {
    what: 'another version',
    content: YAML.replace('version: 0.0', 'version: 1.0'),
    message: 'version must be 0.0',
  },
  {
    what: 'another type of resource',
    content: YAML.replace('AWS::ECS::Service', 'AWS::Lambda::Function'),
    message: 'Resources.0.TargetService.Type',
  },
  {
    what: 'a load balancer without a container',
    content: YAML.replace('ContainerName: "app"', ''),
    message: 'LoadBalancerInfo.ContainerName',
  },
  {
    what: 'no task definition',
    content: YAML.replace(/TaskDefinition: .*/, ''),
    message: 'TaskDefinition',
  },
  {
    what: 'an unknown hook',
    content: YAML.replace('BeforeInstall', 'BeforeInstal'),
    message: 'Hooks.0',
  },
])('refuses $what and names what is wrong', ({ content, message }) => {
  expect(() => parseAppSpec(content)).toThrow(message);
  expect(() => parseAppSpec(content)).toThrow(
    expect.objectContaining({ code: 'InvalidRevisionException' }) as Error,
  );
});

it('reaches all traffic in whatever steps a linear configuration makes', () => {
  for (const linearPercentage of [1, 7, 10, 30, 50, 99]) {
    const steps = trafficSteps({
      trafficRoutingConfig: {
        type: 'TimeBasedLinear',
        timeBasedLinear: { linearPercentage, linearInterval: 2 },
      },
    });
    const shares = steps.map(({ green }) => green);
    expect(shares.at(-1)).toBe(100);
    expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
    expect(steps.slice(0, -1).every(({ minutes }) => minutes === 2)).toBe(true);
    expect(steps.at(-1)?.minutes).toBe(0);
  }
});
