import { parse } from 'yaml';
import { composeFile } from '../../compose/compose-file';

interface Compose {
  readonly name?: string;
  readonly services: Record<string, Record<string, unknown>>;
  readonly volumes?: Record<string, unknown>;
}

/** A container with no more than it needs. */
const container = (more: object = {}, name = 'app') => ({ name, image: 'web:1', ...more });

const fileOf = (task: object) => composeFile(JSON.stringify(task));
const composed = (task: object) => parse(fileOf(task).text, { version: '1.1' }) as Compose;

/** The service of the only container, in bridge mode, which leaves nothing else to it. */
const service = (more: object, task: object = {}) =>
  composed({ networkMode: 'bridge', ...task, containerDefinitions: [container(more)] }).services.app;

const notesOf = (task: object) => fileOf(task).notes.map(({ field, why }) => `${field}: ${why}`);

const notes = (more: object) => notesOf({ networkMode: 'bridge', containerDefinitions: [container(more)] });

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

  it('have none where they want none', () => {
    expect(services.alone).toMatchObject({ network_mode: 'none' });
  });

  it('leave the name of that service to a container that has it already', () => {
    const { services } = composed({
      networkMode: 'awsvpc',
      containerDefinitions: [container({}, 'network')],
    });
    expect(services.network).toMatchObject({ image: 'web:1', network_mode: 'service:task-network' });
  });

  it('cannot say what neither ECS nor docker takes there', () => {
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
      service({
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
    expect(service(mapped, { networkMode: 'host' })).toEqual({ image: 'web:1', network_mode: 'host' });
    expect(service(mapped, { networkMode: 'none' })).toEqual({ image: 'web:1', network_mode: 'none' });
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

describe('what is put in when it starts', () => {
  it('is the image that a pipeline would put in, which must be given', () => {
    expect(service({ image: '<IMAGE1_NAME>' })?.image).toMatch(/^\$\{IMAGE1_NAME:\?.+\}$/);
    expect(service({ image: 'registry/web@sha256:0<X>' })?.image).toMatch(/^registry\/web@sha256:0\$\{X:\?/);
  });

  it('is each secret, with what it is in AWS beside it', () => {
    const secrets = [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:eu-west-1:111111111111:parameter/token' }];
    expect(service({ secrets })).toMatchObject({ environment: { TOKEN: '${TOKEN}' } });
    const task = { networkMode: 'bridge', containerDefinitions: [container({ secrets })] };
    expect(fileOf(task).text).toMatch(/TOKEN: \$\{TOKEN\} # arn:aws:ssm:.*parameter\/token$/m);
  });

  it('is told apart where containers mean different secrets by one name', () => {
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

  it('is nothing else: a dollar in a value stays one', () => {
    expect(
      service({
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

describe('a container', () => {
  it('keeps text that readers of YAML take for something else', () => {
    const environment = ['yes', 'on', '012', '1e3', '', 'null'].map((value, index) => ({
      name: `V${index}`,
      value,
    }));
    expect(service({ environment })?.environment).toEqual({
      V0: 'yes',
      V1: 'on',
      V2: '012',
      V3: '1e3',
      V4: '',
      V5: 'null',
    });
  });

  it('runs what the image runs where its command is empty', () => {
    expect(service({ command: [], entryPoint: [] })).toEqual({ image: 'web:1' });
  });

  it('runs as it would in ECS', () => {
    expect(
      service(
        {
          entryPoint: ['/bin/app'],
          command: ['serve'],
          workingDirectory: '/srv',
          user: '1000:1000',
          interactive: true,
          pseudoTerminal: true,
          readonlyRootFilesystem: true,
          privileged: true,
          stopTimeout: 90,
          restartPolicy: { enabled: true },
          ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
          dockerSecurityOptions: ['no-new-privileges'],
          linuxParameters: {
            initProcessEnabled: true,
            sharedMemorySize: 64,
            capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
            tmpfs: [{ containerPath: '/run', size: 16, mountOptions: ['noexec'] }],
            devices: [{ hostPath: '/dev/fuse', permissions: ['read', 'write'] }],
          },
        },
        { runtimePlatform: { cpuArchitecture: 'ARM64' } },
      ),
    ).toEqual({
      image: 'web:1',
      entrypoint: ['/bin/app'],
      command: ['serve'],
      working_dir: '/srv',
      user: '1000:1000',
      init: true,
      tty: true,
      stdin_open: true,
      stop_grace_period: '90s',
      restart: 'always',
      platform: 'linux/arm64',
      tmpfs: ['/run:size=16m,noexec'],
      read_only: true,
      shm_size: '64m',
      ulimits: { nofile: { soft: 1024, hard: 4096 } },
      privileged: true,
      cap_add: ['NET_ADMIN'],
      cap_drop: ['ALL'],
      devices: ['/dev/fuse:/dev/fuse:rw'],
      security_opt: ['no-new-privileges'],
    });
  });

  it('is checked as ECS checks it, by its defaults', () => {
    expect(service({ healthCheck: { command: ['CMD', 'true'], startPeriod: 20 } })?.healthcheck).toEqual({
      test: ['CMD', 'true'],
      interval: '30s',
      timeout: '5s',
      retries: 3,
      start_period: '20s',
    });
  });

  it('gets its own memory, and alone in its task the task’s', () => {
    expect(service({ memory: 256, memoryReservation: 128, cpu: 64 })).toMatchObject({
      cpu_shares: 64,
      deploy: { resources: { limits: { memory: '256M' }, reservations: { memory: '128M' } } },
    });
    expect(service({}, { cpu: '.5 vCPU', memory: '1 GB' })?.deploy).toEqual({
      resources: { limits: { cpus: '0.5', memory: '1024M' } },
    });
  });

  it('waits for others', () => {
    const dependsOn = ['START', 'HEALTHY', 'SUCCESS', 'COMPLETE'].map((condition) => ({
      containerName: condition,
      condition,
    }));
    const task = {
      networkMode: 'bridge',
      containerDefinitions: [
        container({ dependsOn }),
        ...dependsOn.map((other) => container({}, other.containerName)),
      ],
    };
    expect(composed(task).services.app?.depends_on).toEqual({
      START: { condition: 'service_started' },
      HEALTHY: { condition: 'service_healthy' },
      SUCCESS: { condition: 'service_completed_successfully' },
      COMPLETE: { condition: 'service_completed_successfully' },
    });
    expect(notesOf(task)).toContainEqual(
      expect.stringContaining('dependsOn[3].condition: COMPLETE takes any exit code'),
    );
  });

  it('mounts volumes of docker and folders of the machine, and those of other containers', () => {
    const task = {
      networkMode: 'bridge',
      volumes: [
        { name: 'data' },
        { name: 'conf', host: { sourcePath: '/etc/app' } },
        { name: 'files', efsVolumeConfiguration: { fileSystemId: 'fs-1' } },
        { name: 'team', dockerVolumeConfiguration: { scope: 'shared', driver: 'local' } },
      ],
      containerDefinitions: [
        container({
          mountPoints: [
            { sourceVolume: 'data', containerPath: '/data' },
            { sourceVolume: 'conf', containerPath: '/conf', readOnly: true },
          ],
          volumesFrom: [{ sourceContainer: 'other', readOnly: true }],
        }),
        container({}, 'other'),
      ],
    };
    const { services, volumes } = composed(task);
    expect(services.app).toMatchObject({
      volumes: [
        { type: 'volume', source: 'data', target: '/data' },
        { type: 'bind', source: '/etc/app', target: '/conf', read_only: true },
      ],
      volumes_from: ['other:ro'],
    });
    expect(volumes).toEqual({ data: {}, files: {}, team: { external: true, name: 'team' } });
    expect(notesOf(task)).toContainEqual(
      expect.stringMatching(/^volumes\[2\]\.efsVolumeConfiguration: there is no EFS/),
    );
  });

  it('reads files of variables from beside the compose file', () => {
    const environmentFiles = [{ value: 'arn:aws:s3:::bucket/web/prd.env', type: 's3' }];
    expect(service({ environmentFiles })).toMatchObject({ env_file: ['prd.env'] });
    expect(notes({ environmentFiles })).toEqual([
      expect.stringContaining('environmentFiles[0]: is read from prd.env beside this file'),
    ]);
  });
});

describe('what no compose file says', () => {
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

  it('is told with field and reason, also at the top of the file', () => {
    expect(notesOf(task)).toEqual([
      expect.stringMatching(/^containerDefinitions\[0\]\.portMappings\[0\]\.appProtocol: .+Service Connect/),
      expect.stringMatching(/^containerDefinitions\[0\]\.logConfiguration: .+docker compose logs/),
      'containerDefinitions[0].novelty: this command does not know it',
      expect.stringMatching(/^taskRoleArn: .+AWS_PROFILE/),
      expect.stringMatching(/^containerDefinitions\[\]\.essential: /),
    ]);
    for (const note of notesOf(task)) expect(fileOf(task).text).toContain(`# - ${note}\n`);
  });

  it('stays a comment, whatever is in it', () => {
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

  it('leaves the rest a compose file of today, named like the family', () => {
    expect(composed(task)).not.toHaveProperty('version');
    expect(composed(task).name).toBe('shop_web');
  });
});

describe('what is no task definition', () => {
  it.each([
    ['{ "a": 1,\n  "b": }', 'line 2, column 8: is not JSON: value expected'],
    ['{ "a": 1, }', 'line 1, column 11: is not JSON: property name expected'],
    ['', 'line 1, column 1: is not JSON: value expected'],
    ['[]', 'the task definition: must be an object  got: []'],
    ['{}', 'containerDefinitions: is required'],
    ['{ "containerDefinitions": [] }', 'containerDefinitions: must have at least one container  got: []'],
    ['{ "containerDefinitions": [{ "name": "a" }] }', 'containerDefinitions[0].image: is required'],
    [
      '{ "containerDefinitions": [{ "name": "a", "image": "b", "environment": [{ "name": "N", "value": 1 }] }] }',
      'containerDefinitions[0].environment[0].value: must be text  got: 1',
    ],
    [
      '{ "containerDefinitions": [{ "name": "a", "image": "b" }, { "name": "a", "image": "b" }] }',
      'containerDefinitions[1].name: must be different from the others  got: "a"',
    ],
    [
      '{ "containerDefinitions": [{ "name": "a", "image": "b", "dependsOn": [{ "containerName": "c", "condition": "START" }] }] }',
      'containerDefinitions[0].dependsOn[0].containerName: must name a container (a)  got: "c"',
    ],
    [
      '{ "containerDefinitions": [{ "name": "a", "image": "b", "mountPoints": [{ "sourceVolume": "v", "containerPath": "/v" }] }] }',
      'containerDefinitions[0].mountPoints[0].sourceVolume: must name a volume (there is none)  got: "v"',
    ],
  ])('%s is refused', (text, message) => {
    expect(() => composeFile(text)).toThrow(message);
  });
});
