/** One theme's colours, by what they colour. */
interface Theme {
  readonly page: string;
  readonly stage: string;
  readonly stageEdge: string;
  readonly card: string;
  readonly cardEdge: string;
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly back: string;
  /** By category; `other` for the rest. */
  readonly accents: Readonly<Record<string, string>>;
}

const LIGHT: Theme = {
  page: '#ffffff',
  stage: '#f3f5f8',
  stageEdge: '#dde2ea',
  card: '#ffffff',
  cardEdge: '#cfd6e0',
  text: '#16202e',
  faint: '#566273',
  line: '#7b8798',
  back: '#b42318',
  accents: {
    trigger: '#3b5bdb',
    source: '#1273c4',
    approval: '#a86500',
    deploy: '#237a3b',
    build: '#0b7285',
    test: '#0b7285',
    other: '#7048c6',
  },
};

const DARK: Theme = {
  page: '#0f151d',
  stage: '#161e29',
  stageEdge: '#28323f',
  card: '#1e2834',
  cardEdge: '#364352',
  text: '#e8edf3',
  faint: '#a3b0c0',
  line: '#8492a4',
  back: '#ff8f85',
  accents: {
    trigger: '#8ea6ff',
    source: '#5cb4f5',
    approval: '#f0b849',
    deploy: '#5fd07e',
    build: '#4fd1dd',
    test: '#4fd1dd',
    other: '#b79cf5',
  },
};

const SHAPES = `
text{font-family:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.name{font-size:22px;font-weight:700}.subtitle{font-size:13px}
.stage-name{font-size:15px;font-weight:650}.digit{font-size:12px;font-weight:700;text-anchor:middle}
.title{font-size:14px;font-weight:650}.provider{font-size:12px}
.detail{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:11px}
.back{font-size:11px;font-weight:600}
.arrow{fill:none;stroke-width:1.6}.icon{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
.back-arrow{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}.strip{fill:none;stroke-dasharray:3 3}
`;

/** The picture's style sheet: shapes, the light colours, and the dark ones for who prefers them. */
export const STYLE = `${SHAPES}${colours(LIGHT)}@media (prefers-color-scheme:dark){${colours(DARK)}}`;

function colours(theme: Theme): string {
  const accents = Object.entries(theme.accents).map(
    ([category, colour]) =>
      `.${category} .bar{fill:${colour}}.${category} .icon{stroke:${colour}}.${category} .provider{fill:${colour}}`,
  );
  return [
    `.page{fill:${theme.page}}.stage{fill:${theme.stage};stroke:${theme.stageEdge}}.card{fill:${theme.card};stroke:${theme.cardEdge}}`,
    `.name,.stage-name,.title,.detail{fill:${theme.text}}.subtitle{fill:${theme.faint}}`,
    `.number{fill:${theme.line}}.digit{fill:${theme.page}}.arrow{stroke:${theme.line}}.tip{fill:${theme.line}}`,
    `.back{fill:${theme.back}}.back-arrow,.strip{stroke:${theme.back}}`,
    ...accents,
    '',
  ].join('\n');
}
