/** What may differ between two templates of the same service. */
export interface ServiceChanges {
  readonly desiredCount?: number;
  readonly cpu?: string;
  readonly assignPublicIp?: string;
  readonly port?: number;
}

/** A Fargate service with the CODE_DEPLOY controller behind a load balancer with two target groups. */
export function blueGreenService(name: string, changes: ServiceChanges = {}): object {
  const { desiredCount = 1, cpu = '256', assignPublicIp = 'DISABLED', port = 80 } = changes;
  const subnet = (index: number) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: {
      VpcId: { Ref: 'Vpc' },
      CidrBlock: `10.2.${index}.0/24`,
      AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
    },
  });
  const targetGroup = (color: string) => ({
    Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    Properties: {
      Name: `${name}-${color}`,
      TargetType: 'ip',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: { Ref: 'Vpc' },
      TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }],
    },
  });
  const subnets = [{ Ref: 'Subnet0' }, { Ref: 'Subnet1' }];
  return {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.2.0.0/16' } },
      Subnet0: subnet(0),
      Subnet1: subnet(1),
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: name, VpcId: { Ref: 'Vpc' } },
      },
      LoadBalancer: {
        Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        Properties: { Name: name, Subnets: subnets, Scheme: 'internal' },
      },
      Blue: targetGroup('blue'),
      Green: targetGroup('green'),
      Listener: {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: {
          LoadBalancerArn: { Ref: 'LoadBalancer' },
          Port: port,
          Protocol: 'HTTP',
          DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Blue' } }],
        },
      },
      Rule: {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
        Properties: {
          ListenerArn: { Ref: 'Listener' },
          Priority: '5',
          Conditions: [{ Field: 'path-pattern', Values: ['/old/*'] }],
          Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '410' } }],
        },
      },
      Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: name } },
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          Family: name,
          Cpu: cpu,
          Memory: 1024, // Fargate has that with either CPU
          NetworkMode: 'awsvpc',
          RequiresCompatibilities: ['FARGATE'],
          ContainerDefinitions: [
            {
              Name: 'app',
              Image: 'placeholder',
              Memory: '512',
              PortMappings: [{ ContainerPort: 80 }],
              DockerLabels: { 'My-Label': 'Kept' },
            },
          ],
        },
      },
      Service: {
        Type: 'AWS::ECS::Service',
        DependsOn: ['Listener'],
        Properties: {
          Cluster: { Ref: 'Cluster' },
          ServiceName: name,
          LaunchType: 'FARGATE',
          DesiredCount: desiredCount,
          DeploymentController: { Type: 'CODE_DEPLOY' },
          TaskDefinition: { Ref: 'Task' },
          LoadBalancers: [{ ContainerName: 'app', ContainerPort: '80', TargetGroupArn: { Ref: 'Blue' } }],
          NetworkConfiguration: {
            AwsvpcConfiguration: {
              Subnets: subnets,
              SecurityGroups: [{ Ref: 'Group' }],
              AssignPublicIp: assignPublicIp,
            },
          },
        },
      },
    },
    Outputs: { LoadBalancer: { Value: { Ref: 'LoadBalancer' } }, Green: { Value: { Ref: 'Green' } } },
  };
}
