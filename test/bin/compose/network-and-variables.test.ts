import { composed, container, fileOf, notesOf, composedService } from './composed';

describe('containers of one task in awsvpc mode', () => {
  const { services } = composed({
    family: 'Shop_web',
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [
      container({ portMappings: [{ containerPort: 80 }, { containerPort: 53, protocol: 'udp' }] }, 'web'),
      container({ portMappings: [{ containerPort: 8080, hostPort: 8080 }] }, 'app'),
      container({ disableNetworking: true, systemControls: [] }, 'alone'),
      container(
        {
          systemControls: [
            { namespace: 'net.core.somaxconn', value: '1024' },
            { namespace: 'kernel.shmmax', value: '1' },
          ],
        },
        'tuned',
      ),
    ],
  });

  it('share the network of a service that opens every port and depends on nothing', () => {
    expect(services.network).toEqual({
      image: expect.stringContaining('pause') as string,
      ports: ['80:80', '53:53/udp', '8080:8080'],
      sysctls: { 'net.core.somaxconn': '1024' },
    });
    for (const name of ['web', 'app', 'tuned']) {
      expect(services[name]).toMatchObject({ network_mode: 'service:network' });
      expect(services[name]).not.toHaveProperty('ports');
    }
    expect(services.tuned?.sysctls).toEqual({ 'kernel.shmmax': '1' });
  });

  it('have no network where networking is disabled', () => {
    expect(services.alone).toMatchObject({ network_mode: 'none' });
  });

  it('use another name for that service where a container has it already', () => {
    const { services } = composed({
      networkMode: 'awsvpc',
      containerDefinitions: [container({}, 'network')],
    });
    expect(services.network).toMatchObject({ image: 'web:1', network_mode: 'service:task-network' });
  });

  it('get a note for each field that neither ECS nor docker supports in this mode', () => {
    const task = {
      networkMode: 'awsvpc',
      containerDefinitions: [container({ links: ['db'], hostname: 'x' })],
    };
    expect(composed(task).services.app).not.toHaveProperty('links');
    expect(notesOf(task)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^containerDefinitions\[0\]\.links: neither ECS/)]),
    );
  });
});

describe('containers in other network modes', () => {
  it('open their own ports in bridge mode, any free one where the task definition leaves it open', () => {
    const ports = [
      { containerPort: 80, hostPort: 8080 },
      { containerPort: 22, hostPort: 22 },
      { containerPort: 443, hostPort: 0 },
      { containerPortRange: '9000-9010' },
    ];
    expect(
      composedService({
        portMappings: ports,
        links: ['db:database'],
        extraHosts: [{ hostname: 'a', ipAddress: '10.0.0.1' }],
      }),
    ).toMatchObject({
      ports: ['8080:80', '22:22', '443', '9000-9010'],
      links: ['db:database'],
      extra_hosts: ['a=10.0.0.1'],
    });
  });

  it('use the machine’s network in host mode, and none in none', () => {
    const mapped = { portMappings: [{ containerPort: 80 }] };
    expect(composedService(mapped, { networkMode: 'host' })).toEqual({
      image: 'web:1',
      network_mode: 'host',
    });
    expect(composedService(mapped, { networkMode: 'none' })).toEqual({
      image: 'web:1',
      network_mode: 'none',
    });
  });

  it('share processes and memory through a service that outlives them', () => {
    const { services } = composed({
      networkMode: 'bridge',
      pidMode: 'task',
      ipcMode: 'task',
      containerDefinitions: [container()],
    });
    expect(services.network).toEqual({ image: expect.stringContaining('pause') as string, ipc: 'shareable' });
    expect(services.app).toMatchObject({ pid: 'service:network', ipc: 'service:network' });
  });
});

describe('a variable of the compose file', () => {
  it('stands for the image that a pipeline would insert, and is required', () => {
    expect(composedService({ image: '<IMAGE1_NAME>' })?.image).toMatch(/^\$\{IMAGE1_NAME:\?.+\}$/);
    expect(composedService({ image: 'registry/web@sha256:0<X>' })?.image).toMatch(
      /^registry\/web@sha256:0\$\{X:\?/,
    );
  });

  it('stands for each secret, with its ARN in a comment', () => {
    const secrets = [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:eu-west-1:111111111111:parameter/token' }];
    expect(composedService({ secrets })).toMatchObject({ environment: { TOKEN: '${TOKEN}' } });
    const task = { networkMode: 'bridge', containerDefinitions: [container({ secrets })] };
    expect(fileOf(task).text).toMatch(/TOKEN: \$\{TOKEN\} # arn:aws:ssm:.*parameter\/token$/m);
  });

  it('begins with the container where containers use one name for different secrets', () => {
    const { services } = composed({
      networkMode: 'bridge',
      containerDefinitions: [
        container({ secrets: [{ name: 'KEY', valueFrom: 'one' }] }, 'web-1'),
        container({ secrets: [{ name: 'KEY', valueFrom: 'two' }] }, 'web-2'),
      ],
    });
    expect(services['web-1']?.environment).toEqual({ KEY: '${WEB_1_KEY}' });
    expect(services['web-2']?.environment).toEqual({ KEY: '${WEB_2_KEY}' });
  });

  it('is nothing else: a dollar sign in a value is escaped', () => {
    expect(
      composedService({
        environment: [{ name: 'PRICE', value: '$5 and ${HOME}' }],
        command: ['sh', '-c', 'echo $PRICE'],
        healthCheck: { command: ['CMD-SHELL', 'test $PRICE'] },
        dockerLabels: { price: '$5' },
      }),
    ).toMatchObject({
      environment: { PRICE: '$$5 and $${HOME}' },
      command: ['sh', '-c', 'echo $$PRICE'],
      healthcheck: { test: ['CMD-SHELL', 'test $$PRICE'] },
      labels: { price: '$$5' },
    });
  });
});
