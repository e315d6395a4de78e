import { formatArn } from '../../../kit/arn';
import type { Ec2State, Ec2Store } from '../store';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html */
export function emitState({ context }: Ec2Store, { scope }: Ec2State, id: string, state: string): void {
  context.bus.emit({
    source: 'aws.ec2',
    'detail-type': 'EC2 Instance State-change Notification',
    account: scope.account,
    region: scope.region,
    resources: [formatArn('ec2', scope, `instance/${id}`)],
    detail: { 'instance-id': id, state },
  });
}
