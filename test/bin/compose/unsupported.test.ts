import { composed, container, fileOf, notesOf } from './composed';

describe('a part of a task definition that Compose cannot express', () => {
  const task = {
    family: 'Shop_web',
    taskRoleArn: 'arn:aws:iam::111111111111:role/web',
    revision: 3,
    networkMode: 'bridge',
    containerDefinitions: [
      container({
        logConfiguration: { logDriver: 'awslogs' },
        portMappings: [{ containerPort: 80, appProtocol: 'http' }],
        novelty: 1,
      }),
      container({}, 'other'),
    ],
  };

  it('is noted with field and reason, also at the top of the file', () => {
    expect(notesOf(task)).toEqual([
      expect.stringMatching(/^containerDefinitions\[0\]\.portMappings\[0\]\.appProtocol: .+Service Connect/),
      expect.stringMatching(/^containerDefinitions\[0\]\.logConfiguration: .+docker compose logs/),
      'containerDefinitions[0].novelty: this command does not know it',
      expect.stringMatching(/^taskRoleArn: .+AWS_PROFILE/),
      expect.stringMatching(/^containerDefinitions\[\]\.essential: /),
    ]);
    for (const note of notesOf(task)) expect(fileOf(task).text).toContain(`# - ${note}\n`);
  });

  it('stays a comment, whatever text it has', () => {
    const environmentFiles = [{ value: 'arn:aws:s3:::bucket/a\nservices: {}', type: 's3' }];
    const secrets = [{ name: 'KEY', valueFrom: 'a\nb: c' }];
    const odd = {
      family: 'a\nb',
      networkMode: 'bridge',
      containerDefinitions: [container({ environmentFiles, secrets })],
    };
    expect(Object.keys(composed(odd))).toEqual(['name', 'services']);
    expect(Object.keys(composed(odd).services)).toEqual(['app']);
  });

  it('does not keep the rest from being a valid compose file, named like the family', () => {
    expect(composed(task)).not.toHaveProperty('version');
    expect(composed(task).name).toBe('shop_web');
  });
});
