import { FLEET_CONFIG, fleetOf, withChanges } from './fleet-config';

describe('what an entry leaves out', () => {
  it('is filled in', () => {
    expect(fleetOf(FLEET_CONFIG)).toMatchObject({
      approval: false,
      approvalOf: 'release',
      image: { playbook: 'playbook.yml', user: 'ec2-user', keep: 3, deprecateAfterDays: 365 },
      instances: { securityGroups: [], volumes: [], tags: {} },
      fleet: { warmup: 60, healthCheckGrace: 300, metrics: true, onDemand: 100, deletionProtection: 'none' },
      deploy: { traffic: [100], bake: 120, hold: 300, alarms: [], healthTimeout: 900 },
      service: { owned: true, port: 80, testPort: 8080, drain: 60, healthCheckPath: '/' },
    });
  });

  it('is as an environment varies it, whose base image and traffic replace those of the entry', () => {
    const varied = withChanges(
      FLEET_CONFIG,
      ['deploy: {}', 'deploy: { traffic: [10, 100], bake: 1m }'],
      [
        'stg: {}',
        'stg: { approval: traffic, image: { base: { id: ami-0aaaaaaa } }, deploy: { traffic: all-at-once } }',
      ],
    );
    expect(fleetOf(varied)).toMatchObject({
      approval: true,
      approvalOf: 'traffic',
      image: { base: { id: 'ami-0aaaaaaa' } },
      deploy: { traffic: [100], bake: 60 },
    });
  });

  it('takes the user data from the file beside the config', () => {
    const { instances } = fleetOf(withChanges(FLEET_CONFIG, ['t3.small]', 't3.small], userData: start.sh']));
    expect(instances.userData).toEqual({ path: 'start.sh', text: '#!/bin/sh\n' });
  });
});
