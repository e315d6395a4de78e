/** An appspec.yaml that sends the traffic to a container's port 3000. */
export const appspec = (container: string): string => `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo: { ContainerName: ${container}, ContainerPort: 3000 }
`;
