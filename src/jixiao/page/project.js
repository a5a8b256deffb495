// The project as it is typed: plain data by the keys of project files, with whatever else an opened file has.

const PART = /[^.[\]]+/g;

/** Return the steps of a path such as `indicators[0].actual`. */
function stepsOf(path) {
  return path.match(PART);
}

/** Return the text at a path, "" where there is none. */
export function textAt(project, path) {
  let value = project;
  for (const step of stepsOf(path)) value = value?.[step];
  return value === undefined || value === null ? "" : String(value);
}

/** Put a text at a path; an empty one takes the key away. */
export function putText(project, path, text) {
  const steps = stepsOf(path);
  const last = steps.pop();
  let branch = project;
  steps.forEach((step, index) => {
    const next = index + 1 < steps.length ? steps[index + 1] : last;
    branch[step] ??= /^\d+$/.test(next) ? [] : {};
    branch = branch[step];
  });
  if (text === "") delete branch[last];
  else branch[last] = text;
}

/** Return a project with nothing in it but one row to begin with. */
export function emptyProject() {
  return {funds: {money_unit: "万元", total: {}}, goals: [{}], indicators: [{}]};
}

/** Whether nothing has been filled in yet; a spec may be chosen. */
export function isBlank(project) {
  const {spec: _, funds, goals, indicators, ...head} = filledIn(project);
  const amounts = Object.values(funds ?? {}).filter((part) => typeof part === "object" && Object.keys(part).length > 0);
  return Object.keys(head).length === 0 && amounts.length === 0 && !goals && indicators.length === 0;
}

/** Return the project as its form is drawn: rows that hold nothing have their places, and count for nothing. */
export function withBlankRows(project) {
  return {...project, indicators: project.indicators.map((row) => (isBlankRow(row) ? {applicable: "否"} : row))};
}

/** Whether a row holds nothing. */
export function isBlankRow(row) {
  return Object.keys(row).length === 0;
}

/** Return the project as it is sent and saved: without goals and rows that hold nothing. */
export function filledIn(project) {
  const filled = structuredClone(project);
  filled.goals = (filled.goals ?? []).filter((goal) => !isBlankRow(goal));
  filled.indicators = (filled.indicators ?? []).filter((row) => !isBlankRow(row));
  if (filled.goals.length === 0) delete filled.goals;
  return filled;
}
