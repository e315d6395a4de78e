import { composed, container, notes, notesOf, composedService } from './composed';

describe('a container', () => {
  it('quotes text that YAML would parse as another type', () => {
    const environment = ['yes', 'on', '012', '1e3', '', 'null'].map((value, index) => ({
      name: `V${index}`,
      value,
    }));
    expect(composedService({ environment })?.environment).toEqual({
      V0: 'yes',
      V1: 'on',
      V2: '012',
      V3: '1e3',
      V4: '',
      V5: 'null',
    });
  });

  it('runs the command of the image where its own is empty', () => {
    expect(composedService({ command: [], entryPoint: [] })).toEqual({ image: 'web:1' });
  });

  it('runs as it would in ECS', () => {
    expect(
      composedService(
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

  it('has a health check with the defaults of ECS', () => {
    expect(
      composedService({ healthCheck: { command: ['CMD', 'true'], startPeriod: 20 } })?.healthcheck,
    ).toEqual({
      test: ['CMD', 'true'],
      interval: '30s',
      timeout: '5s',
      retries: 3,
      start_period: '20s',
    });
  });

  it('gets its own memory, and alone in its task the task’s', () => {
    expect(composedService({ memory: 256, memoryReservation: 128, cpu: 64 })).toMatchObject({
      cpu_shares: 64,
      deploy: { resources: { limits: { memory: '256M' }, reservations: { memory: '128M' } } },
    });
    expect(composedService({}, { cpu: '.5 vCPU', memory: '1 GB' })?.deploy).toEqual({
      resources: { limits: { cpus: '0.5', memory: '1024M' } },
    });
  });

  it('waits for the containers it depends on', () => {
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

  it('reads files of variables from the folder of the compose file', () => {
    const environmentFiles = [{ value: 'arn:aws:s3:::bucket/web/prd.env', type: 's3' }];
    expect(composedService({ environmentFiles })).toMatchObject({ env_file: ['prd.env'] });
    expect(notes({ environmentFiles })).toEqual([
      expect.stringContaining('environmentFiles[0]: is read from prd.env beside this file'),
    ]);
  });
});
