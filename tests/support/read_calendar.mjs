// Reads calendar files, a JSON list of texts on standard input, with ical.js, trusting only the zone
// rules inside each file, and writes what it understood as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const text = (component, name) => component.getFirstPropertyValue(name);
const instant = (time) => new Date(time.toUnixTime() * 1000).toISOString();

const read = (file) => {
  const calendar = new ICAL.Component(ICAL.parse(file));
  ICAL.TimezoneService.reset();
  for (const rules of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(rules));
  }
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      starts: instant(event.startDate),
      ends: instant(event.endDate),
      zone: event.startDate.zone.tzid,
      summary: event.summary,
      description: event.description,
      location: event.location,
      url: text(component, "url"),
      status: text(component, "status"),
      organizer: event.organizer,
      attendees: event.attendees.map((who) => [who.getParameter("cn"), who.getFirstValue()]),
    };
  });
  return { method: text(calendar, "method"), name: text(calendar, "x-wr-calname"), events };
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
