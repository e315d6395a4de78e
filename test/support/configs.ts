/** A config with two environments and a connection, and pipelines as given, indented by two. */
export function configText(pipelines: string): string {
  return `
prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  prd: { account: "222222222222", region: eu-west-1, retain: true, approvers: [ops@example.com] }
pipelines:
${pipelines}
connections:
  github: { provider: GitHub }
`;
}

/** Where a pipeline takes its releases from. */
export const SOURCE = 'source: { image: { ecr: web }, settings: { s3: web-settings } }';

/** A service that is there already. */
const EXISTING = `service:
      existing:
        cluster: apps
        service: web
        family: web
        productionListener: arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/apps/50dc6c495c0c9188/f2f7dc8efc522ab2
        testListener: arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/apps/50dc6c495c0c9188/0467ef3c8400ae65
        targetGroups: [web-1, web-2]
        taskRoles: [arn:aws:iam::111111111111:role/web-execution, arn:aws:iam::111111111111:role/web-task]
        alarms: [web-5xx]`;

/** A pipeline to a service that is there already, in stg. */
export const EXISTING_PIPELINE = `  web:
    kind: ecs-blue-green
    ${SOURCE}
    ${EXISTING}
    environments: { stg: {} }`;

/** A pipeline to a service of its own, in both environments. */
export const OWNED_PIPELINE = `  web:
    kind: ecs-blue-green
    ${SOURCE}
    environments: { stg: {}, prd: { approval: true, source: { settings: { s3: web-settings-prd } } } }`;

/** A pipeline that rolls a service of its own to what is built from commits, in both environments. */
export const ROLLING_PIPELINE = `  web:
    kind: ecs-rolling
    source: { git: { connection: github, repository: acme/web } }
    build: docker
    service: { container: web, port: 8080 }
    environments: { stg: {}, prd: { approval: true } }`;

/** The same as long as can be: CodeCommit, checks, two images, a scan, and a service that is there already, in stg. */
export const CHECKED_PIPELINE = `  shop:
    kind: ecs-rolling
    source: { git: { codecommit: true, repository: shop } }
    checks: { unit-tests: buildspec.test.yml, static-analysis: buildspec.lint.yml }
    build: { buildspec: buildspec.yml, images: { web: shop-web, app: shop-app }, exports: [VERSION] }
    scan: high
    deploy: { taskDefinition: "{environment}/taskdef.json", timeout: 45m }
    service:
      existing:
        cluster: apps
        service: shop
        family: shop
        taskRoles: [arn:aws:iam::111111111111:role/shop-execution, arn:aws:iam::111111111111:role/shop-task]
    environments: { stg: { approval: true } }`;

/** A blue/green pipeline from commits, with two images, in stg. */
export const COMMITTED_PIPELINE = `  store:
    kind: ecs-blue-green
    source: { git: { connection: github, repository: acme/store } }
    build: { buildspec: buildspec.yml, images: { web: store-web, app: store-app } }
    scan: critical
    deploy: { appSpec: "{environment}/appspec.yaml" }
    environments: { stg: {} }`;

/** A fleet behind a load balancer of its own, in both environments. */
export const FLEET_PIPELINE = `  fleet:
    kind: asg-blue-green
    source: { git: { connection: github, repository: acme/fleet } }
    image: { base: { parameter: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 } }
    instances: { types: [t3.small] }
    fleet: { min: 2, max: 10 }
    service: { port: 8080, healthCheckPath: /health }
    environments: { stg: {}, prd: { approval: true } }`;

/** What names the parts of a load balancer that is there already. */
const ELB = 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111';

/** A fleet behind a listener rule that is there already, with every other key there is, in stg. */
export const EXISTING_FLEET_PIPELINE = `  farm:
    kind: asg-blue-green
    source: { git: { codecommit: true, repository: farm } }
    checks: { playbook: buildspec.test.yml }
    image:
      base: { owner: self, name: hardened-* }
      playbook: ansible/site.yml
      packer: packer
      user: admin
      keep: 5
      maxAge: 14d
      deprecateAfter: 90d
      vaultPassword: farm/vault:password
      instance: { type: m7g.large, subnet: subnet-0aaaaaaa, securityGroup: sg-0bbbbbbb, publicAddress: true }
      build: { compute: medium, timeout: 90m, environment: { TOKEN: { secret: farm/token } } }
    instances:
      types: [c7g.large, c6gd.large, m7gn.large]
      profile: { name: farm, role: arn:aws:iam::111111111111:role/apps/farm }
      securityGroups: [sg-0ccccccc]
      userData: examples/fleet/user-data.sh
      volumes: [{ device: /dev/xvda, size: 30, iops: 4000, throughput: 250 }, { device: /dev/sdb, size: 100, type: st1, keep: true }]
      tags: { team: farm }
      detailedMonitoring: true
    fleet:
      min: 3
      max: 30
      subnets: [subnet-0aaaaaaa, subnet-0ddddddd]
      warmup: 2m
      healthCheckGrace: 90s
      scaling: { cpu: 50, requests: 1000 }
      schedules: { morning: { recurrence: "0 8 * * MON-FRI", timeZone: Asia/Tokyo, min: 6, desired: 8 } }
      hooks:
        warm: { on: launch, timeout: 10m }
        drain:
          on: terminate
          otherwise: continue
          notify: { target: arn:aws:sqs:ap-northeast-1:111111111111:farm-drain, role: arn:aws:iam::111111111111:role/farm-hooks }
      tags: { cost-center: "42" }
      metrics: false
      notifications: arn:aws:sns:ap-northeast-1:111111111111:farm
      deletionProtection: prevent-force-deletion
      onDemand: 50
    deploy: { traffic: [5, 25, 100], bake: 90s, hold: 30m, alarms: [farm-5xx], healthTimeout: 20m }
    service:
      existing:
        listenerRule: ${ELB}:listener-rule/app/farm/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee
        testListenerRule: ${ELB}:listener-rule/app/farm/50dc6c495c0c9188/0467ef3c8400ae65/1291d13826f405c3
        targetGroups: ["${ELB}:targetgroup/farm-1/943f017f100becff", "${ELB}:targetgroup/farm-2/73e2d6bc24d8a067"]
    environments: { stg: { approval: traffic } }`;

/** A Lambda function of its own, as short as can be, in both environments. */
export const LAMBDA_PIPELINE = `  quotes:
    kind: lambda
    source: { git: { connection: github, repository: acme/quotes } }
    build: { buildspec: buildspec.yml }
    functions: { api: { code: dist/api, handler: index.handler, runtime: nodejs22.x } }
    environments: { stg: {}, prd: { approval: true } }`;

/** Two of them with every key there is, in stg. */
export const FULL_LAMBDA_PIPELINE = `  orders:
    kind: lambda
    source: { git: { codecommit: true, repository: orders } }
    checks: { lint: buildspec.lint.yml }
    build: { buildspec: buildspec.yml, compute: medium, environment: { TOKEN: { secret: orders/token } } }
    functions:
      api:
        code: "dist/{environment}/api.zip"
        handler: main.handle
        runtime: python3.13
        architecture: arm64
        memory: 512
        timeout: 1m30s
        environment: { TABLE: "orders-{environment}", LOG_LEVEL: debug, LIMIT: { parameter: "/orders/{environment}/limit" } }
        network: { subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1], securityGroups: [sg-0123456789abcdef0] }
        reservedConcurrency: 20
        onFailure: "arn:aws:sqs:ap-northeast-1:111111111111:orders-failed"
        policies: [AmazonDynamoDBReadOnlyAccess, "arn:aws:iam::111111111111:policy/team/orders"]
      worker:
        code: dist/worker
        handler: index.handler
        runtime: nodejs24.x
        role: arn:aws:iam::111111111111:role/orders-worker
    deploy:
      alias: current
      traffic: { canary: { percentage: 10, interval: 5m } }
      alarms: [orders-slow, orders-late]
      keepVersions: 3
    environments: { stg: { approval: true } }`;
