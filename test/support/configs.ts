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
