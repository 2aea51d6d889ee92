// Shows /api/v1 and asks again every two seconds. Everything is set as text, never as HTML:
// labels, URLs and error messages come from elsewhere.
"use strict";

const REFRESH_MS = 2000;
const TIMEOUT_MS = 5000;
const INCIDENTS_SHOWN = 20;

const open = new Set(); // incidents that the reader has unfolded
let lastSuccess = null;

function element(tag, classes, ...children) {
  const node = document.createElement(tag);
  if (classes) node.className = classes;
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}

function span(seconds) {
  if (seconds < 10) return (Math.max(0, seconds)).toFixed(1).replace(".0", "") + " s";
  if (seconds < 120) return Math.floor(seconds) + " s";
  if (seconds < 3600) return Math.floor(seconds / 60) + " min";
  if (seconds < 86400) return Math.floor(seconds / 3600) + " h " + Math.floor((seconds % 3600) / 60) + " min";
  return Math.floor(seconds / 86400) + " d " + Math.floor((seconds % 86400) / 3600) + " h";
}

const age = (moment) => span((Date.now() - Date.parse(moment)) / 1000);

function clock(moment) {
  const then = new Date(moment);
  const time = then.toLocaleTimeString([], { hour12: false });
  return then.toDateString() === new Date().toDateString() ? time : then.toLocaleDateString("sv") + " " + time;
}

const words = (text) => text.replaceAll("_", " ");
const card = (kind, ...children) => element("div", "card " + kind, ...children);
const line = (...children) => element("div", "detail", ...children);
const quiet = (text) => element("span", "quiet", text);

function probeText(probe) {
  if (!probe) return quiet("no probe");
  const status = probe.http_status ? " " + probe.http_status : "";
  return probe.success
    ? quiet("probe ok" + status + " in " + Math.max(1, Math.round(probe.duration_seconds * 1000)) + " ms")
    : element("span", "bad ink", "probe fails" + status + (probe.detail ? ": " + probe.detail : ""));
}

function service(it) {
  const failing = it.probe !== null && !it.probe.success;
  const kind = it.state === "held_out" ? "bad"
    : it.state !== "serving" || it.holds.length > 0 || it.traffic_problem ? "warn"
    : failing ? "bad" : "good";
  return card(kind,
    element("div", "top",
      element("span", "name", it.name),
      element("span", "state ink " + kind, words(it.state)),
      quiet("for " + age(it.since)),
      quiet("mode " + it.mode),
      probeText(it.probe),
      it.in_flight === null ? "" : quiet(it.in_flight + " in flight")),
    ...it.traffic.map((way) => line(quiet(
      way.way + ": " + way.admin + ", " + (way.up ? "up" : "down")
      + (way.sessions === null ? "" : ", " + way.sessions + " sessions")
      + "; healthy others " + way.healthy_others + ", needed " + way.min_healthy))),
    it.traffic_problem ? line(element("span", "bad ink", it.traffic_problem)) : "",
    ...it.holds.map((hold) => line(element("span", "warn ink", "held, " + words(hold.reason) + ": "), hold.detail)),
    it.incident ? line(quiet("incident "), it.incident) : "");
}

function alert(it) {
  const kind = it.state === "firing" ? "bad" : "warn";
  return card(kind,
    element("div", "top",
      element("span", "state ink " + kind, it.state),
      element("span", "name", it.rule),
      it.service ? element("span", "", it.service) : "",
      quiet("since " + clock(it.active_at) + ", " + age(it.active_at)),
      it.remedy ? quiet("remedy " + it.remedy) : ""),
    it.annotations.summary ? line(it.annotations.summary) : "",
    it.unknown_because ? line("not known now: " + it.unknown_because) : "",
    line(quiet(Object.entries(it.labels).map(([name, value]) => name + "=" + value).join("  "))));
}

const OUTCOME = { cured: "good", cleared: "good", done: "good", relapsed: "bad", held_out: "bad", gave_up: "bad" };

function incident(it) {
  const kind = OUTCOME[it.outcome] ?? "warn";
  const took = it.ended_at ? "took " + span((Date.parse(it.ended_at) - Date.parse(it.started_at)) / 1000) : "";
  const details = element("details", "",
    element("summary", "", element("span", "top",
      element("span", "state ink " + kind, words(it.outcome)),
      element("span", "", it.remedy + " of " + it.service),
      quiet(it.cause),
      quiet(clock(it.started_at) + ", " + age(it.started_at) + " ago"),
      took ? quiet(took) : "")),
    ...it.holds.map((hold) => line(element("span", "warn ink", "held, " + words(hold.reason) + ": "), hold.detail)),
    element("ol", "", ...it.steps.map((step) => element("li", "",
      quiet(clock(step.at)), element("span", "", words(step.state)), element("span", "detail", step.text)))),
    line(quiet(it.id)));
  details.open = open.has(it.id) || it.outcome === "open" && !open.has("closed " + it.id);
  details.addEventListener("toggle", () => {
    if (details.open) { open.add(it.id); open.delete("closed " + it.id); }
    else { open.delete(it.id); open.add("closed " + it.id); }
  });
  return card(kind, details);
}

function fill(id, items, none) {
  document.getElementById(id).replaceChildren(...(items.length > 0 ? items : [quiet(none)]));
}

function show(status, services, incidents) {
  document.title = status.instance + " · Lockkeeper";
  document.getElementById("agent").textContent = "on " + status.instance + ", mode " + status.mode;
  const banners = [];
  if (status.paused !== null) banners.push(element("p", "banner", "Paused: " + status.paused + ". Nothing new starts."));
  for (const problem of status.problems) banners.push(element("p", "banner bad", problem));
  for (const it of status.collectors.filter((collector) => !collector.success)) {
    banners.push(element("p", "banner bad", "Collector " + it.name + ": " + it.error));
  }
  if (status.last_tick_age_seconds > 3) {
    banners.push(element("p", "banner bad", "The loop has not ticked for " + span(status.last_tick_age_seconds) + "."));
  }
  document.getElementById("banners").replaceChildren(...banners);
  fill("services", services.services.map(service), "No service is configured, and no web server was found running.");
  fill("alerts", status.alerts.map(alert), "None.");
  fill("incidents", incidents.incidents.map(incident), "None.");
  fill("about", [card("",
    line("version " + status.version + ", up " + age(status.started_at)),
    line(status.series + " series, " + status.rules + " rules, "
      + status.collectors.filter((collector) => collector.success).length + " of "
      + status.collectors.length + " collectors work"),
    line("last tick " + span(status.last_tick_age_seconds) + " ago"))], "");
}

async function ask(path) {
  const response = await fetch("/api/v1/" + path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(path + " answered " + response.status);
  return response.json();
}

async function refresh() {
  const freshness = document.getElementById("freshness");
  try {
    show(...await Promise.all([ask("status"), ask("services"), ask("incidents?limit=" + INCIDENTS_SHOWN)]));
    lastSuccess = new Date();
    freshness.className = "";
    freshness.textContent = "as of " + clock(lastSuccess);
  } catch (error) {
    freshness.className = "bad ink";
    freshness.textContent = "The agent does not answer"
      + (lastSuccess ? "; this is as of " + clock(lastSuccess) : "") + ". " + error.message;
  }
  setTimeout(refresh, document.hidden ? 5 * REFRESH_MS : REFRESH_MS);
}

refresh();
